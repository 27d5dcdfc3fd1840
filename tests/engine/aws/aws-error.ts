/** An answer of AWS that is no success, with AWS's own code. */
export class AwsError extends Error {
  override readonly name: string = "AwsError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The caller's policies do not allow a call. */
export class AccessDenied extends AwsError {
  override readonly name = "AccessDenied";
  readonly statusCode: number;

  constructor(code: string, statusCode: number, message: string) {
    super(code, message);
    this.statusCode = statusCode;
  }
}
