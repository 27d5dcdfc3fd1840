import { CHALLENGE } from "./challenge.ts";
import { HttpError } from "./errors.ts";

/** By jose's error codes: what a token can be wrong in. Anything else is not the token's fault. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: "The token has expired",
  ERR_JWT_INVALID: "The token cannot be read",
  ERR_JWS_INVALID: "The token cannot be read",
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "The token is signed with another key",
  ERR_JOSE_ALG_NOT_ALLOWED: "The token is signed with another algorithm",
  ERR_JOSE_NOT_SUPPORTED: "The token is signed with another algorithm",
  ERR_JWKS_NO_MATCHING_KEY: "The token is signed with another key",
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: "The token does not say which key it is signed with",
};

const CLAIM_REASONS: Readonly<Record<string, string>> = {
  aud: "The token is for another audience",
  iss: "The token is from another issuer",
  nbf: "The token is not valid yet",
};

/** No token at all: RFC 6750, section 3.1, wants no error code for that. */
export function createMissingError(): HttpError {
  return new HttpError(401, "A token is missing", { headers: { "www-authenticate": CHALLENGE } });
}

export function createInvalidError(reason: string, cause?: unknown): HttpError {
  const header = `${CHALLENGE}, error="invalid_token", error_description="${reason}"`;
  return new HttpError(401, reason, { headers: { "www-authenticate": header }, cause });
}

/** A 401 for a token that is wrong; undefined for any other error. */
export function findTokenError(error: unknown): HttpError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, claim, reason } = error as { code?: unknown; claim?: unknown; reason?: unknown };
  if (code === "ERR_JWT_CLAIM_VALIDATION_FAILED")
    return createInvalidError(describeClaim(String(claim), reason), error);
  const text = REASONS[String(code)];
  return text === undefined ? undefined : createInvalidError(text, error);
}

function describeClaim(claim: string, reason: unknown): string {
  if (reason === "missing") return `The token has no ${claim}`;
  return CLAIM_REASONS[claim] ?? `The token has a wrong ${claim}`;
}

/** The issuer is at fault, or the network. A 401 would send a good client away to sign in again. */
export function createKeysError(url: URL, cause: unknown): HttpError {
  return new HttpError(503, `Cannot get the keys of ${url.href}`, {
    headers: { "retry-after": "5" },
    cause,
  });
}
