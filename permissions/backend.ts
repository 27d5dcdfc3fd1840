import { createArns, type Scope } from "./arns.ts";
import { createTrust, type TrustDocument } from "./policy-document.ts";

/**
 * The backend tier has a role only if the user grants it something, and only the runtime takes it. The
 * trust names the account, and the runtime by a condition: to be named itself would let it in whatever its
 * own policy says, which is that it must be the function that asks. No trust can have that condition.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export function createBackendTrust(scope: Scope): TrustDocument {
  const account = `arn:${scope.partition}:iam::${scope.account}:root`;
  return createTrust({ AWS: account }, "sts:AssumeRole", {
    ArnLike: { "aws:PrincipalArn": [createArns(scope).runtimeRole] },
  });
}
