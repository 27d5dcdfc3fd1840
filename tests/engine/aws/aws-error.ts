/** An answer of AWS that is no success, with AWS's own code. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
