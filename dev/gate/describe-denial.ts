import type { Decision } from "../../permissions/evaluate.ts";
import { type Caller, describeCaller } from "../access-keys.ts";
import type { Access } from "./access.ts";
import type { Refusal } from "./refusal.ts";

/** In AWS's own words, as the caller gets it. */
export function describeForCaller(
  caller: Caller,
  { action, resource }: Access,
  { outcome }: Decision,
): string {
  // SQS is alone in writing actions so
  const name = action.startsWith("sqs:") ? action.toLowerCase() : action;
  const reason =
    outcome === "explicitly-denied"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${name} action`;
  const { arn } = describeCaller(caller);
  return `User: ${arn} is not authorized to perform: ${name} on resource: ${resource} ${reason}`;
}

/** Where AWS would have it as well, and what to do: for whoever reads the output. */
export function describeForAuthor(
  { tier }: Caller,
  { action, resource }: Access,
  { outcome, statement, uncertain }: Decision,
): string {
  const reason =
    outcome === "explicitly-denied"
      ? `the statement "${statement}" of the ${tier} tier denies it`
      : `the ${tier} tier has no statement that allows it`;
  const doubts = uncertain.length === 0 ? "" : ` (${uncertain.join("; ")})`;
  return `Access denied: ${action} on ${resource}: ${reason}${doubts}. ${REMEDIES[tier]}`;
}

/** Of whom it is not known who they are. */
export function describeStranger(
  accessKeyId: string | undefined,
  accesses: readonly Access[],
  { message }: Refusal,
): string {
  const [what = "a request"] = accesses.map(({ action, resource }) => `${action} on ${resource}`);
  const key = accessKeyId === undefined ? "" : `, with the access key "${accessKeyId}"`;
  return `Access denied: ${what}${key}: ${message}`;
}

const REMEDIES: Readonly<Record<Caller["tier"], string>> = {
  runtime:
    "It reaches the backend's own queues, table and connections, for queuerun itself: what your code needs besides goes into a backend policy",
  scheduler: "It only gives due schedules to the internal queue",
  backend: "It has what the backend policy allows, and nothing else: add the action there",
  operator: "",
};
