/** What was wrong with a call of `socket`. */
export type SocketProblem =
  | "channel"
  | "connection"
  | "data"
  | "invocation"
  | "size"
  | "socket"
  | "user";

/** A call of `socket` was refused before anything was sent: trying it again would not help. */
export class SocketError extends Error {
  static override readonly name: string = "SocketError";
  override readonly name = "SocketError";
  readonly problem: SocketProblem;

  constructor(problem: SocketProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** AWS did not take a message, or did not say who is connected. A client that has gone is no error. */
export class DeliveryError extends Error {
  static override readonly name: string = "DeliveryError";
  override readonly name = "DeliveryError";
  /** AWS's own code, such as `LimitExceededException`. */
  readonly code: string;

  constructor(code: string, message: string, cause: unknown) {
    super(`${message} (${code})`, { cause });
    this.code = code;
  }
}
