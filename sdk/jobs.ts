/** Types of what job handlers and their middleware take, return and configure. */
import type { UserId } from "./user.ts";

/** The second argument of a job handler. */
export interface Job {
  /** What `push` resolved to: SQS's message ID. The same each time the job is received. */
  readonly jobId: string;
  /** `email`, `billing.fifo` */
  readonly queueName: string;
  /** Message group, of a FIFO queue. */
  readonly groupId: string | undefined;
  /** Position in a FIFO queue, as SQS's 20 digits. */
  readonly sequenceNumber: string | undefined;
  /** As given to `push`; empty if another program has sent the message. */
  readonly params: { readonly [name: string]: string };
  /** When the job was pushed. */
  readonly queuedAt: Date;
  /** 1 the first time. */
  readonly receivedCount: number;
  /** Aborts at the timeout, and when the job is done. */
  readonly signal: AbortSignal;
  /** Who sent the request that pushed the job, or the first of a chain of jobs; null for nobody. */
  readonly user: UserId | null;
}

/** The default export of a queue. Throwing, or taking too long, makes the job run again later. */
export type JobHandler<Payload = unknown> = (payload: Payload, job: Job) => unknown;

/** A job as middleware sees it, before the payload is validated. */
export interface UncheckedJob extends Job {
  readonly payload: unknown;
}

/** Exports of `queues/_middleware.ts`, or of a queue for its own jobs. */
export interface JobMiddleware {
  /** Outermost first; a returned value other than undefined ends the job as done: the handler does not run. */
  onRequest?(job: UncheckedJob): unknown;
  /** Innermost first, once the job is done. Throwing makes the job run again. */
  onResponse?(job: UncheckedJob): void | Promise<void>;
  /**
   * Innermost first. Its result is ignored: a failed job is never taken for done. Not for a timeout,
   * which `onError` of `index.ts` is told.
   */
  onError?(error: unknown, job: UncheckedJob): void | Promise<void>;
}

/** When a failed job runs again: seconds, or `"90s"`, `"15m"`, `"12h"`; at most 11 h 45 min. */
export type RetryDelay = number | string;

/** `export const config` of a queue. All but `retryDelay` is read at build time. */
export interface QueueConfig {
  /** Of one job: seconds, or `"5m"`. Default 300, at most 890; FIFO: times `batchSize`. */
  readonly timeout?: number | string;
  /** Jobs in one invocation. Default 10, at most 10,000; FIFO 1, at most 10. Above 10 needs `batchWindow`. */
  readonly batchSize?: number;
  /** How long to wait for a full batch: seconds. Default 0, at most 300. Standard queues only. */
  readonly batchWindow?: number | string;
  /** Invocations at a time, 2 to 1,000. Default: no limit of its own. */
  readonly maximumConcurrency?: number;
  /** Receives before a job moves to the dead-letter queue. Default 5. */
  readonly maxReceives?: number;
  /** Of every job: seconds, or `"5m"`. Default 0, at most 900. */
  readonly delay?: number | string;
  /** How long SQS keeps a job: seconds, or `"7d"`. Default 14 days, which is the most. */
  readonly retention?: number | string;
  /**
   * One value, one for each receive (the last one repeats), or a function of both. Default 1, 5, 30,
   * 120, 600 s, each up to a quarter less or more.
   */
  readonly retryDelay?:
    | RetryDelay
    | readonly RetryDelay[]
    | ((receivedCount: number, error: unknown) => RetryDelay);
  /** True: jobs are kept, none is delivered. */
  readonly paused?: boolean;
  /** FIFO: message groups of a batch one after the other (default), or side by side. */
  readonly groups?: "sequential" | "concurrent";
}
