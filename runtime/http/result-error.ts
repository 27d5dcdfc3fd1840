/** What a handler returned cannot be sent: the backend's mistake, logged and answered 500. */
export class ResultError extends Error {
  static override readonly name: string = "ResultError";
  override readonly name = "ResultError";
}
