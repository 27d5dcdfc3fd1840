/** Types of what the handlers of schedules and their middleware take and configure. */
import type { QueueConfig } from "./jobs.ts";

/** The argument of a schedule's handler. */
export interface ScheduledJob {
  /** `cleanup` */
  readonly name: string;
  /** The same each time the job is tried. */
  readonly jobId: string;
  /** The schedule as a cron expression of five fields; null if it runs by hand only. */
  readonly cron: string | null;
  /** When it was due; when it was asked for, if run by hand. */
  readonly scheduledAt: Date;
  /** 1 the first time. */
  readonly receivedCount: number;
  /** Aborts at the timeout, and when the job is done. */
  readonly signal: AbortSignal;
}

/** The default export of a schedule. Throwing, or taking too long, makes the job run again later. */
export type ScheduleHandler = (job: ScheduledJob) => unknown;

/** Exports of `schedules/_middleware.ts`, or of a schedule for its own jobs. */
export interface ScheduleMiddleware {
  /** Outermost first; a returned value other than undefined ends the job as done: the handler does not run. */
  onRequest?(job: ScheduledJob): unknown;
  /** Innermost first, once the job is done. Throwing makes the job run again. */
  onResponse?(job: ScheduledJob): void | Promise<void>;
  /**
   * Innermost first. Its result is ignored: a failed job is never taken for done. Not for a timeout,
   * which `onError` of `index.ts` is told.
   */
  onError?(error: unknown, job: ScheduledJob): void | Promise<void>;
}

/** `export const config` of a schedule. */
export interface ScheduleConfig extends Pick<QueueConfig, "retryDelay"> {
  /**
   * Read at build time: seconds, or `"5m"`. Default 300, or the time between two runs if that is less;
   * at most 890.
   */
  readonly timeout?: number | string;
}
