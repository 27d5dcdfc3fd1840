/** Throw from a job handler to say whether and when the job runs again. */
export class JobError extends Error {
  static override readonly name: string = "JobError";
  override readonly name: string = "JobError";
  /**
   * `false`: to the dead-letter queue at once. A duration (seconds, or `"60s"`): visible again after
   * that time, at most 12 hours. Absent: the queue's own `retryDelay`.
   */
  readonly retry?: false | number | string;

  constructor(
    message: string,
    options: { readonly retry?: false | number | string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    if (options.retry !== undefined) this.retry = options.retry;
  }
}
