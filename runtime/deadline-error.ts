/** The handler did not finish in time. */
export class DeadlineError extends Error {
  static override readonly name: string = "DeadlineError";
  override readonly name = "DeadlineError";

  constructor(milliseconds: number) {
    super(`Timed out after ${milliseconds / 1000} s`);
  }
}
