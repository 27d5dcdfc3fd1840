import { DURATION_FORMS, parseDuration } from "../../manifest/duration.ts";
import { JobError } from "../../sdk/job-error.ts";

/** By receive count; the last one repeats. */
const DEFAULT_SECONDS = [1, 5, 30, 120, 600] as const;

/** SQS counts its 12 hours from the receive, and a batch may take 15 minutes before it gets here. */
const MAX_SECONDS = 43_200 - 900;

/** How a job failed. */
export interface JobFailure {
  readonly error: unknown;
  /** 1 the first time. */
  readonly receivedCount: number;
  readonly maxReceives: number;
}

/**
 * Seconds until a failed job is visible again: what its JobError says, else what the queue's
 * `retryDelay` says, else the default. After the last receive none: SQS moves the message to the
 * dead-letter queue when it would next be received.
 * @param retryDelay From the queue's config: not checked before.
 * @throws TypeError for a value that is no duration.
 */
export function chooseRetryDelay(
  retryDelay: unknown,
  { error, receivedCount, maxReceives }: JobFailure,
  random: () => number = Math.random,
): number {
  if (receivedCount >= maxReceives) return 0;
  const retry = error instanceof JobError ? error.retry : undefined;
  if (retry !== undefined && retry !== false) return toSeconds(retry, '"retry" of JobError');
  if (retryDelay === undefined) return defaultRetryDelay(receivedCount, random);
  const value: unknown =
    typeof retryDelay === "function" ? retryDelay(receivedCount, error) : retryDelay;
  return toSeconds(
    Array.isArray(value) ? atReceive(value, receivedCount) : value,
    '"config.retryDelay"',
  );
}

/** Up to a quarter less or more, so that jobs that failed together do not come back together. */
export function defaultRetryDelay(
  receivedCount: number,
  random: () => number = Math.random,
): number {
  const seconds = atReceive(DEFAULT_SECONDS, receivedCount) ?? 0;
  return Math.round(seconds * (0.75 + random() / 2));
}

function atReceive<T>(values: readonly T[], receivedCount: number): T | undefined {
  return values[Math.min(receivedCount, values.length) - 1];
}

function toSeconds(value: unknown, name: string): number {
  const seconds = parseDuration(value);
  if (seconds !== null) return Math.min(Math.ceil(seconds), MAX_SECONDS);
  const seen = typeof value === "string" ? JSON.stringify(value) : String(value);
  throw new TypeError(`${name} is ${seen}, must be ${DURATION_FORMS}`);
}
