import { createArns } from "../../permissions/arns.ts";
import type { RequestContext } from "../../permissions/request-context.ts";
import { type Caller, describeCaller } from "../access-keys.ts";
import { ACCOUNT_ID, REGION, SCOPE } from "../aws-names.ts";

/** Lambda's own key: a request that lacks it is not from a function. */
const SOURCE_FUNCTION = "lambda:SourceFunctionArn";

/** What AWS would know of a request that it gets over HTTPS. Its addresses are not known here. */
export function createRequestContext(caller: Caller): RequestContext {
  const now = new Date();
  const { roleArn, userId } = describeCaller(caller);
  return {
    values: {
      "aws:CurrentTime": now.toISOString(),
      "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
      "aws:PrincipalAccount": ACCOUNT_ID,
      "aws:PrincipalArn": roleArn,
      "aws:PrincipalType": "AssumedRole",
      "aws:RequestedRegion": REGION,
      "aws:SecureTransport": "true",
      "aws:ViaAWSService": "false",
      "aws:userid": userId,
      ...(caller.isFunction ? { [SOURCE_FUNCTION]: createArns(SCOPE).function } : {}),
    },
    isUncertain: (key) => key.toLowerCase() !== SOURCE_FUNCTION.toLowerCase(),
  };
}
