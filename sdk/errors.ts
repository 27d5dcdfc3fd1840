/**
 * What a 401 asks for: it must name a scheme (RFC 9110, section 15.5.2). At this one no browser asks for a
 * password.
 */
export const CHALLENGE = 'Bearer realm="api"';

/** Throw from an HTTP handler to answer with this status: sent as `application/problem+json`. */
export class HttpError extends Error {
  override readonly name: string = "HttpError";
  /** 400 to 599. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Members added to the problem document (RFC 9457, section 3.2). */
  readonly extensions: Readonly<Record<string, unknown>>;

  /**
   * @param status 400 to 599.
   * @param detail Sent as the problem's `detail`, except with a status of 500 and above.
   */
  constructor(
    status: number,
    detail?: string,
    options: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly extensions?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw new RangeError(`Cannot create HttpError: status is ${status}, must be 400 to 599`);
    super(detail ?? "", options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}

/** Throw from a job handler to say whether and when the job runs again. */
export class JobError extends Error {
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
