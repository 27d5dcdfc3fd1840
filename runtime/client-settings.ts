import type { RuntimeEnvironment } from "./environment.ts";
import { CONNECTION_MS, createRetryStrategy, MAX_ATTEMPTS, SILENCE_MS } from "./retry.ts";

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
      connectionTimeout: CONNECTION_MS,
      requestTimeout: SILENCE_MS,
      // That ends with the first bytes of an answer; this one when no more of them come
      socketTimeout: SILENCE_MS,
      throwOnRequestTimeout: true,
    },
  };
}
