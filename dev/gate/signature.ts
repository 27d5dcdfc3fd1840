/**
 * SigV4 as far as it says whose a request is. The signature itself is not checked: the session token,
 * which is as secret as the key, has to be the one that came with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import type { IncomingHttpHeaders } from "node:http";
import type { AccessKeys, Caller, Credentials } from "../access-keys.ts";
import { REGION } from "../aws-names.ts";
import { EXPIRED_KEY, INVALID_KEY, MISSING_KEY, type Refusal } from "./refusal.ts";

const CREDENTIAL = /^AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+)\//;

export function identifyCaller(keys: AccessKeys, headers: IncomingHttpHeaders): Caller | Refusal {
  const accessKeyId = findAccessKeyId(headers);
  if (accessKeyId === undefined) return MISSING_KEY;
  const key = keys.find(accessKeyId);
  if (key === undefined || key.credentials.sessionToken !== headers["x-amz-security-token"])
    return INVALID_KEY;
  return key.expiresAt <= Date.now() ? EXPIRED_KEY : key.caller;
}

/** Undefined: the request is not signed. */
export function findAccessKeyId({ authorization = "" }: IncomingHttpHeaders): string | undefined {
  return CREDENTIAL.exec(authorization)?.[1];
}

/** Headers that a service takes for a signature of these credentials. */
export function createSignature(
  { accessKeyId, sessionToken }: Credentials,
  service: string,
): Record<string, string> {
  const scope = `20260101/${REGION}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host, Signature=0`,
    "x-amz-date": "20260101T000000Z",
    "x-amz-security-token": sessionToken,
  };
}
