import type { PolicyDocument } from "../../permissions/policy-document.ts";
import type { AwsAccount } from "./aws/account.ts";

/** The deploy tier's policies, as they are in the account: what an administrator attaches. */
export function readDeployTier(aws: AwsAccount): PolicyDocument[] {
  return aws
    .list("policy")
    .filter(({ name }) => /-deploy(-\d+)?$/.test(name))
    .map(({ policy }) => JSON.parse(policy));
}

/** The same without one statement. */
export function withoutStatement(policies: readonly PolicyDocument[], sid: string) {
  return policies.map((policy) => ({
    ...policy,
    Statement: policy.Statement.filter((statement) => statement.Sid !== sid),
  }));
}
