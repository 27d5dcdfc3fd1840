import { createPolicy, type PolicyDocument, type PolicyStatement } from "./policy-document.ts";

/**
 * Characters of a managed policy, spaces left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MANAGED_POLICY_LENGTH = 6_144;

/** Divides a policy into as few as needed for none to be longer than `maximum`, in their order. */
export function splitPolicy(
  policy: PolicyDocument,
  maximum = MANAGED_POLICY_LENGTH,
): readonly PolicyDocument[] {
  const parts: PolicyStatement[][] = [[]];
  for (const statement of policy.Statement) {
    const last = parts.at(-1) ?? [];
    if (policyLength(createPolicy([...last, statement])) <= maximum) last.push(statement);
    else if (policyLength(createPolicy([statement])) <= maximum) parts.push([statement]);
    else throw new RangeError(`The statement "${statement.Sid}" alone is too long for a policy`);
  }
  return parts.filter((part) => part.length > 0).map(createPolicy);
}

/** In characters, as IAM counts them. */
export function policyLength(policy: PolicyDocument): number {
  return JSON.stringify(policy).replaceAll(/\s/g, "").length;
}
