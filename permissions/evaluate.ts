/**
 * What IAM answers to a request, in the part of its language that the tiers and a backend policy have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { BackendStatement } from "./backend-policy.ts";
import { matchConditions } from "./condition.ts";
import { matchAction, matchResource } from "./pattern.ts";
import type { Principal, TrustDocument } from "./policy-document.ts";
import { EMPTY_CONTEXT, type RequestContext } from "./request-context.ts";
import type { TierPolicy } from "./tier.ts";
import { every, not, some, type Verdict } from "./verdict.ts";

export interface AccessRequest {
  /** `sqs:SendMessage` */
  readonly action: string;
  /** An ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  readonly context?: RequestContext;
}

/** Who wants to assume a role. */
export interface TrustRequest {
  readonly principal: Principal;
  /** `sts:AssumeRole` */
  readonly action: string;
  readonly context?: RequestContext;
}

export interface Decision {
  /** Denied implicitly: nothing allows it. */
  readonly outcome: "allowed" | "explicitly-denied" | "implicitly-denied";
  /** That decided, by its Sid or its place, `Statement[2]`. Undefined: none did. */
  readonly statement?: string;
  /**
   * Why the answer may be another in AWS: what cannot be told of a policy never allows. A statement
   * that would allow does not, and one that would deny does.
   */
  readonly uncertain: readonly string[];
}

/** A statement, and whether it is about the request. */
interface Judged {
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  readonly verdict: Verdict;
}

/** @param policies All that the caller has. */
export function evaluate(policies: readonly TierPolicy[], request: AccessRequest): Decision {
  const judged = policies.flatMap(({ Statement }) =>
    Statement.map((statement: BackendStatement, index) => ({
      name: statement.Sid ?? `Statement[${index}]`,
      effect: statement.Effect,
      verdict: judge(statement, request),
    })),
  );
  return decide(judged);
}

/** Whether a role's trust lets somebody assume it. Where it names an account, their own policies must as well. */
export function evaluateTrust(
  { Statement }: TrustDocument,
  { principal, action, context = EMPTY_CONTEXT }: TrustRequest,
): Decision {
  const judged = Statement.map((statement, index) => ({
    name: `Statement[${index}]`,
    effect: statement.Effect,
    verdict:
      isAmong(statement.Principal, principal) &&
      statement.Action.some((pattern) => matchAction(pattern, action)) &&
      matchConditions(statement.Condition ?? {}, context),
  }));
  return decide(judged);
}

/** An account stands for all that is in it, as far as their own policies let them. */
function isAmong(trusted: Principal, principal: Principal): boolean {
  const [one, other] = [Object.entries(trusted), Object.entries(principal)].map(String);
  const account = one?.replace(/(?<=^AWS,arn:.*):root$/, ":");
  return one === other || (account !== one && other?.startsWith(account ?? "") === true);
}

function judge(statement: BackendStatement, request: AccessRequest): Verdict {
  const { action, resource, context = EMPTY_CONTEXT } = request;
  const matchesAction = matchElement(statement.Action, statement.NotAction, (pattern) =>
    matchAction(pattern, action),
  );
  if (matchesAction === false) return false;
  const matchesResource = matchElement(statement.Resource, statement.NotResource, (pattern) =>
    matchResource(pattern, resource, context),
  );
  if (matchesResource === false) return false;
  return every([matchesResource, matchConditions(statement.Condition ?? {}, context)]);
}

/** One of the values must match; of the negative twin none. */
function matchElement(
  values: string | readonly string[] | undefined,
  others: string | readonly string[] | undefined,
  match: (pattern: string) => Verdict,
): Verdict {
  if (values !== undefined) return some([values].flat().map(match));
  return not(some([others ?? []].flat().map(match)));
}

function decide(judged: readonly Judged[]): Decision {
  const denying = judged.filter(({ effect }) => effect === "Deny");
  const denied = findTrue(denying) ?? denying.find(({ verdict }) => verdict !== false);
  if (denied !== undefined) return decideBy("explicitly-denied", denied);
  const allowing = judged.filter(({ effect }) => effect === "Allow");
  const allowed = findTrue(allowing);
  if (allowed !== undefined) return decideBy("allowed", allowed);
  return { outcome: "implicitly-denied", uncertain: allowing.flatMap(describeUncertain) };
}

function findTrue(judged: readonly Judged[]): Judged | undefined {
  return judged.find(({ verdict }) => verdict === true);
}

function decideBy(outcome: Decision["outcome"], judged: Judged): Decision {
  return { outcome, statement: judged.name, uncertain: describeUncertain(judged) };
}

function describeUncertain({ name, verdict }: Judged): string[] {
  return typeof verdict === "string" ? [`${name}: ${verdict}`] : [];
}
