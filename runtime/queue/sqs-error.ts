import type { Answer } from "./http-post.ts";

/** SQS has refused a request as a whole. */
export class SqsError extends Error {
  /** SQS's own code, such as `AccessDenied`; `status 502` if there is none. */
  override readonly name: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

/** Shown of an answer that is not SQS's, such as a proxy's. */
const MAX_TEXT_LENGTH = 200;

/** `{"__type":"com.amazonaws.sqs#RequestThrottled","message":"…"}` */
export function createSqsError({ status, text }: Answer): SqsError {
  const { __type: type, message, Message: reason = message } = parseFields(text);
  const code = typeof type === "string" ? type.slice(type.indexOf("#") + 1) : `status ${status}`;
  const shown = typeof reason === "string" ? reason : text.slice(0, MAX_TEXT_LENGTH);
  return new SqsError(code, shown, status);
}

function parseFields(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

const THROTTLING = /Throttl|^(SlowDown|RequestLimitExceeded|TooManyRequests\w*)$/;
const CLOCK_SKEW =
  /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|InvalidSignature\w*|SignatureDoesNotMatch|AuthFailure)$/;

export function isThrottling(error: unknown): boolean {
  return error instanceof SqsError && (error.status === 429 || THROTTLING.test(error.name));
}

/** SQS's clock shows another time. */
export function isClockSkew(error: unknown): boolean {
  return error instanceof SqsError && CLOCK_SKEW.test(error.name);
}

/** Whether it may help to try again: not what SQS refuses, nor an answer that is no JSON. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof SqsError)) return !(error instanceof SyntaxError);
  return error.status >= 500 || isThrottling(error) || isClockSkew(error);
}
