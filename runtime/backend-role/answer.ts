import type { Keys } from "./keys.ts";

/** What a request for keys says. */
export interface KeyRequest {
  readonly method: string | undefined;
  readonly authorization: string | undefined;
}

/** In JSON. */
export interface KeyAnswer {
  readonly status: 200 | 401 | 403 | 405;
  readonly body: object;
}

/**
 * Answers in the protocol by which the AWS SDK asks a container's agent for keys. Never with a 5xx:
 * that something is wrong with the service is not what the caller needs to know.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function answerKeyRequest(
  { method, authorization = "" }: KeyRequest,
  token: string,
  getKeys: () => Promise<Keys>,
): Promise<KeyAnswer> {
  if (!isSame(authorization, token)) return refuse(401, "Unauthorized", "The token is wrong");
  if (method !== "GET") return refuse(405, "MethodNotAllowed", "Keys are got with GET");
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await getKeys();
    return {
      status: 200,
      body: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        Expiration: new Date(expiration).toISOString(),
      },
    };
  } catch (error) {
    return refuse(403, "CannotAssumeRole", error instanceof Error ? error.message : String(error));
  }
}

function refuse(status: 401 | 403 | 405, code: string, message: string): KeyAnswer {
  return { status, body: { Code: code, Message: message } };
}

/** Takes the same time for each wrong text. Digests, because the comparison needs equal lengths. */
function isSame(a: string, b: string): boolean {
  const { createHash, timingSafeEqual } = process.getBuiltinModule("node:crypto");
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
