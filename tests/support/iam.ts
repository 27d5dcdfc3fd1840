import {
  type EvaluationResult,
  runSimulation,
  runUnsafeSimulation,
} from "@cloud-copilot/iam-simulate";
import type { Scope } from "../../permissions/arns.ts";
import type { TrustDocument } from "../../permissions/policy-document.ts";

/** A request to AWS as IAM sees it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/**
 * Actions on resources that the simulator's data is wrong about, so that it takes no look at it: it knows
 * API Gateway's REST APIs only, thinks a search for log groups has no resource, though AWS checks it on
 * one, and cannot tell an alias from a version.
 */
const UNKNOWN_RESOURCE =
  /^(apigateway:|logs:DescribeLogGroups$|lambda:.*ProvisionedConcurrencyConfig$)/;

/** In these ARNs the ID of an API is before the first slash, where the simulator takes `*` literally. */
const EXECUTE_API = /(:execute-api:[^:"]*:\d+:)/g;

/** What IAM answers to somebody with these policies alone. */
export async function evaluate(
  policies: readonly object[],
  request: Request,
  account: string,
): Promise<EvaluationResult> {
  if (UNKNOWN_RESOURCE.test(request.action)) return simulate(policies, request, account);
  const simulation = createSimulation(policies, request, account);
  const result = await runSimulation(simulation, { simulationMode: "Strict" });
  if (result.resultType === "error")
    throw new Error(`${request.action} on ${request.resource}: ${JSON.stringify(result.errors)}`);
  return result.overallResult;
}

/** The same, whether or not AWS has such an action, on such a resource, with such a context. */
export function simulate(
  policies: readonly object[],
  request: Request,
  account: string,
): EvaluationResult {
  return runUnsafeSimulation(createSimulation(policies, request, account), {});
}

function createSimulation(
  policies: readonly object[],
  { action, resource, context = {} }: Request,
  account: string,
) {
  return {
    request: {
      principal: `arn:aws:iam::${account}:role/somebody`,
      action,
      resource: { resource: markApi(resource), accountId: account },
      contextVariables: { ...context },
    },
    identityPolicies: policies.map((policy, index) => ({
      name: `policy${index}`,
      policy: JSON.parse(markApi(JSON.stringify(policy))),
    })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}

function markApi(text: string): string {
  return text.replace(EXECUTE_API, "$1api/");
}

/**
 * Whether somebody may assume a role: `principal` is an ARN, or the name of a service.
 * @param policies Its own.
 */
export async function evaluateTrust(
  trust: TrustDocument,
  principal: string,
  context: Readonly<Record<string, string>> = {},
  { role = "arn:aws:iam::111122223333:role/any", policies = [] as readonly object[] } = {},
): Promise<EvaluationResult> {
  const result = await runSimulation(
    {
      request: {
        principal,
        action: "sts:AssumeRole",
        resource: { resource: role, accountId: "111122223333" },
        contextVariables: { ...context },
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: trust,
    },
    { simulationMode: "Strict" },
  );
  if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
  return result.overallResult;
}

/** Those of the requests that are allowed, in words. */
export async function findAllowed(
  policies: readonly object[],
  requests: readonly Request[],
  { account }: Scope,
): Promise<string[]> {
  return await findAnswers(policies, requests, account, (answer) => answer === "Allowed");
}

/** Those of the requests that are denied, in words. */
export async function findDenied(
  policies: readonly object[],
  requests: readonly Request[],
  { account }: Scope,
): Promise<string[]> {
  return await findAnswers(policies, requests, account, (answer) => answer !== "Allowed");
}

async function findAnswers(
  policies: readonly object[],
  requests: readonly Request[],
  account: string,
  matches: (answer: EvaluationResult) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const request of requests)
    if (matches(await evaluate(policies, request, account)))
      found.push(`${request.action} on ${request.resource}`);
  return found;
}
