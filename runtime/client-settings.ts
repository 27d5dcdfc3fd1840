import type { RuntimeEnvironment } from "./environment.ts";
import { createRetryStrategy, MAX_ATTEMPTS } from "./retry.ts";

/** AWS answers within milliseconds. What takes longer is lost, and better tried again. */
const REQUEST_TIMEOUT_MS = 3_000;
const CONNECTION_TIMEOUT_MS = 1_000;

/**
 * Of every client of AWS's. Every setting is given, so that the AWS SDK looks for none: neither in the
 * environment, which holds the backend's own keys and endpoints, nor in files.
 * @param what Named in the error: `SQS`.
 */
export function createClientSettings({ region, credentials }: RuntimeEnvironment, what: string) {
  if (credentials === undefined)
    throw new Error(`Cannot reach ${what}: the runtime has no credentials`);
  return {
    region,
    credentials,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: ["aws.auth#sigv4"],
    userAgentAppId: "queuerun",
    retryMode: "standard",
    maxAttempts: MAX_ATTEMPTS,
    retryStrategy: createRetryStrategy(),
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // That ends with the first bytes of an answer; this one when no more of them come
      socketTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
}
