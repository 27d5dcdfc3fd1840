import { checkStatus } from "./status.ts";

/*
 * All errors of the SDK have their name as a static member as well: in packages the classes themselves have
 * short names, and Node prints the class of an error.
 */

/** Throw from an HTTP handler to answer with this status: sent as `application/problem+json`. */
export class HttpError extends Error {
  static override readonly name: string = "HttpError";
  override readonly name: string = "HttpError";
  // Only declared: what the constructor sets needs no code of its own, which every route would load.
  /** 400 to 599. */
  declare readonly status: number;
  declare readonly headers: Readonly<Record<string, string>>;
  /** Members added to the problem document (RFC 9457, section 3.2). */
  declare readonly extensions: Readonly<Record<string, unknown>>;

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
    checkStatus("HttpError", status, 400);
    super(detail ?? "", options);
    this.status = status;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}
