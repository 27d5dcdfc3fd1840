/** `jwt`: verifies the tokens that clients send. */
import type { HttpRequest } from "./handlers.ts";
import {
  createInvalidError,
  createKeysError,
  createMissingError,
  findTokenError,
} from "./jwt-errors.ts";
import { createRules, type JwtOptions, type JwtRules } from "./jwt-rules.ts";

/** What a verified token says; `exp` and `sub` are always there. */
export interface JwtClaims {
  /** Whom the token is about: the user's ID at the issuer. */
  readonly sub: string;
  /** When it expires, in seconds since 1970. */
  readonly exp: number;
  readonly [claim: string]: unknown;
}

/** Verifies JSON Web Tokens. */
export const jwt = {
  /**
   * Verifies signature, expiry, audience and issuer. Tokens without `exp` or `sub` are refused.
   * @throws HttpError 401 for a token that is missing or wrong, 503 when the issuer's keys cannot be had;
   * TypeError for options that are wrong, which answers 500.
   */
  verify,
  /** The token of `Authorization: Bearer TOKEN`; undefined without one. */
  bearer,
};

const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;

function bearer({ headers }: Pick<HttpRequest, "headers">): string | undefined {
  return BEARER.exec(headers.authorization ?? "")?.[1];
}

/** @param token As it came: a query may also have a list, which is no token. */
async function verify(
  token: string | readonly string[] | undefined,
  options: JwtOptions,
): Promise<JwtClaims> {
  const rules = createRules(options);
  if (token === undefined || token === "") throw createMissingError();
  if (typeof token !== "string") throw createInvalidError("The token cannot be read");
  const jose = await import("./jose.ts");
  const { key, algorithms, issuer, audience, clockSkewSeconds } = rules;
  const checks = {
    algorithms: [...algorithms],
    clockTolerance: clockSkewSeconds,
    requiredClaims: ["exp", "sub"],
    ...(issuer === null ? {} : { issuer: [...issuer] }),
    ...(audience === null ? {} : { audience: [...audience] }),
  };
  let claims: Readonly<Record<string, unknown>>;
  try {
    const { payload } =
      key instanceof URL
        ? await jose.jwtVerify(token, keysOf(key, jose.createRemoteJWKSet), checks)
        : await jose.jwtVerify(token, key, checks);
    claims = payload;
  } catch (error) {
    throw findTokenError(error) ?? explain(error, rules);
  }
  const { sub, exp } = claims;
  if (typeof sub !== "string" || sub === "") throw createInvalidError("The token has a wrong sub");
  return { ...claims, sub, exp: Number(exp) };
}

function explain(error: unknown, { key }: JwtRules): unknown {
  return key instanceof URL ? createKeysError(key, error) : error;
}

const FETCH_MS = 3_000;
/** A token with an unknown key fetches the keys again, but not more often than this. */
const COOLDOWN_MS = 30_000;
const MAX_AGE_MS = 600_000;

type KeySet = ReturnType<typeof import("jose").createRemoteJWKSet>;

/** The URLs are those of the backend's code, never a token's. */
const keySets = new Map<string, KeySet>();

function keysOf({ href }: URL, create: typeof import("jose").createRemoteJWKSet): KeySet {
  let keys = keySets.get(href);
  if (keys === undefined) {
    keys = create(new URL(href), {
      timeoutDuration: FETCH_MS,
      cooldownDuration: COOLDOWN_MS,
      cacheMaxAge: MAX_AGE_MS,
    });
    keySets.set(href, keys);
  }
  return keys;
}
