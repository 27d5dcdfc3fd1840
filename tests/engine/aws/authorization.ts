import { evaluate } from "../../../permissions/evaluate.ts";
import type { TierPolicy } from "../../../permissions/tier.ts";
import { AccessDenied } from "./aws-error.ts";
import type { ApiCall } from "./store.ts";

/** Whoever has credentials may ask whose they are, and no policy can take that away. */
const FREE_ACTION = "sts:GetCallerIdentity";

/** Those services that have another code, or another status, for it. */
const ANSWERS: Readonly<Record<string, { readonly code?: string; readonly statusCode?: number }>> =
  {
    dynamodb: { statusCode: 400 },
    iam: { code: "AccessDenied" },
    logs: { statusCode: 400 },
    sqs: { code: "AccessDenied" },
  };

/**
 * Answers a call as AWS does, from the caller's own policies.
 * @param caller ARN of a user or role.
 * @param asked The action of the call itself, where another is authorized within it.
 * @throws AccessDenied with the words of the service.
 */
export function authorize(
  policies: readonly TierPolicy[],
  { action, resource, conditions = {} }: ApiCall,
  caller: string,
  asked = action,
): void {
  if (action === FREE_ACTION) return;
  const decision = evaluate(policies, { action, resource, context: { values: conditions } });
  if (decision.outcome === "allowed") return;
  const [service, name] = action.split(":");
  if (service === "ec2") throw denyNetwork(name ?? "");
  const { code = "AccessDeniedException", statusCode = 403 } =
    ANSWERS[asked.split(":")[0] ?? ""] ?? {};
  // SQS alone writes its actions like this
  const named = service === "sqs" ? action.toLowerCase() : action;
  throw new AccessDenied(
    code,
    statusCode,
    `User: ${caller} is not authorized to perform: ${named} on resource: ${resource} because ` +
      `no identity-based policy allows the ${named} action`,
  );
}

/** Lambda asks EC2 with the permissions of its caller. */
function denyNetwork(name: string): AccessDenied {
  return new AccessDenied(
    "AccessDeniedException",
    403,
    "Your access has been denied by EC2, please make sure your request credentials have permission " +
      `to ${name}. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not ` +
      "authorized to perform this operation.",
  );
}
