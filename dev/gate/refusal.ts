/** What AWS answers to a request that it does not let in, in no service's form yet. */
export interface Refusal {
  readonly code: keyof typeof EXCEPTIONS;
  readonly message: string;
}

/** By the code of protocols with XML, what those with JSON call it. */
const EXCEPTIONS = {
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
  InvalidClientTokenId: "UnrecognizedClientException",
  ExpiredToken: "ExpiredTokenException",
  AccessDenied: "AccessDeniedException",
} as const;

export function exceptionName({ code }: Refusal): string {
  return EXCEPTIONS[code];
}

/** In the JSON protocols of SQS and DynamoDB. Only this error has its message under another name. */
export function toJsonError(refusal: Refusal): Readonly<Record<string, string>> {
  const name = refusal.code === "AccessDenied" ? "Message" : "message";
  return {
    __type: `com.amazon.coral.service#${exceptionName(refusal)}`,
    [name]: refusal.message,
  };
}

export const MISSING_KEY: Refusal = {
  code: "MissingAuthenticationToken",
  message: "Request is missing Authentication Token",
};
export const INVALID_KEY: Refusal = {
  code: "InvalidClientTokenId",
  message: "The security token included in the request is invalid.",
};
export const EXPIRED_KEY: Refusal = {
  code: "ExpiredToken",
  message: "The security token included in the request is expired",
};
