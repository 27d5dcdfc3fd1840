import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

type RetryStrategy = Extract<
  NonNullable<DynamoDBClientConfig["retryStrategy"]>,
  { acquireInitialRetryToken: unknown }
>;
type RetryToken = Awaited<ReturnType<RetryStrategy["refreshRetryTokenForRetry"]>>;

/** Of each request to AWS. The later ones follow a failure that may pass. */
export const MAX_ATTEMPTS = 3;

/** AWS answers within milliseconds. What takes longer is lost, and better tried again. */
export const SILENCE_MS = 3_000;
export const CONNECTION_MS = 1_000;

/** Up to this, doubled with each attempt: what AWS calls its standard retry mode. */
const BACKOFF_MS = 100;
const THROTTLED_BACKOFF_MS = 500;

/**
 * Milliseconds until the next attempt.
 * @param retries How many there were.
 * @param random From 0 to 1.
 */
export function backOff(retries: number, isThrottled: boolean, random: () => number): number {
  return random() * (isThrottled ? THROTTLED_BACKOFF_MS : BACKOFF_MS) * 2 ** retries;
}

/**
 * For AWS's clients. Their own strategy lets all requests of a client share a hundred retries, and one message to a channel
 * is up to 1,000 requests: when the network was gone for some seconds, most members would not get it.
 */
export function createRetryStrategy(): RetryStrategy {
  return {
    acquireInitialRetryToken: async () => createToken(0, 0),
    async refreshRetryTokenForRetry(token, { errorType }) {
      const retries = token.getRetryCount();
      const mayPass = errorType === "THROTTLING" || errorType === "TRANSIENT";
      if (!mayPass || retries + 1 >= MAX_ATTEMPTS) throw new Error("No further attempt");
      return createToken(retries + 1, backOff(retries, errorType === "THROTTLING", Math.random));
    },
    recordSuccess: () => {},
  };
}

function createToken(retries: number, delayMs: number): RetryToken {
  return { getRetryCount: () => retries, getRetryDelay: () => delayMs };
}
