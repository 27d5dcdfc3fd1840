/** What `jwt.verify` is asked to hold a token against, checked. */
import { DURATION_FORMS, parseDuration } from "../manifest/duration.ts";

/** Of tokens that whoever has the secret has signed, such as the backend itself. HS256. */
export interface SecretOptions extends ClockOptions {
  /** 32 bytes at least (RFC 7518, section 3.2). A string is taken as UTF-8. */
  readonly secret: string | Uint8Array | undefined;
  /** `iss` of the token, or one of several. Default any. */
  readonly issuer?: string | readonly string[] | undefined;
  /** One of those in `aud` of the token, or one of several. Default any. */
  readonly audience?: string | readonly string[] | undefined;
}

/** Of tokens of an identity provider, which publishes its keys. RSA, ECDSA and Ed25519 signatures. */
export interface JwksOptions extends ClockOptions {
  /** URL of the keys: `https://login.example.com/.well-known/jwks.json`. */
  readonly jwks: string | undefined;
  readonly issuer: string | readonly string[] | undefined;
  /** Null takes tokens for any application of the issuer, also those that were given to others. */
  readonly audience: string | readonly string[] | null | undefined;
}

/** Of ID tokens of Sign in with Google. */
export interface GoogleOptions extends ClockOptions {
  /** Client ID of the application, or one of several: `NUMBER-NAME.apps.googleusercontent.com`. */
  readonly google: string | readonly string[] | undefined;
}

export interface ClockOptions {
  /** How far the issuer's clock may be off: seconds, or `"1m"`. Default 30 seconds, at most 5 minutes. */
  readonly clockSkew?: number | string;
}

/** One of three: a secret, the URL of an issuer's keys, or a client ID at Google. */
export type JwtOptions = SecretOptions | JwksOptions | GoogleOptions;

export interface JwtRules {
  readonly key: Uint8Array | URL;
  /** Those that fit the kind of key: a public key is never taken for a secret. */
  readonly algorithms: readonly string[];
  readonly issuer: readonly string[] | null;
  readonly audience: readonly string[] | null;
  readonly clockSkewSeconds: number;
}

const PUBLIC_KEY_ALGORITHMS =
  "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split(" ");

/** https://developers.google.com/identity/gsi/web/guides/verify-google-id-token */
const GOOGLE = {
  key: new URL("https://www.googleapis.com/oauth2/v3/certs"),
  algorithms: ["RS256"],
  issuer: ["https://accounts.google.com", "accounts.google.com"],
};

const MIN_SECRET_BYTES = 32;
const DEFAULT_SKEW_SECONDS = 30;
const MAX_SKEW_SECONDS = 300;

/**
 * An option that is undefined is refused, not ignored: it is a variable that is not set, and without it
 * the token of anybody would do.
 * @throws TypeError for what the backend has got wrong.
 */
export function createRules(options: JwtOptions): JwtRules {
  const kinds = ["secret", "jwks", "google"].filter((kind) => kind in options);
  if (kinds.length !== 1)
    throw createError(
      `the options have ${kinds.join(" and ") || "no key"}, must have one of secret, jwks, google`,
    );
  const clockSkewSeconds = readSkew(options.clockSkew);
  if ("google" in options)
    return { ...GOOGLE, audience: readList("google", options.google), clockSkewSeconds };
  if ("jwks" in options)
    return {
      key: readUrl(options.jwks),
      algorithms: PUBLIC_KEY_ALGORITHMS,
      issuer: readList("issuer", options.issuer),
      audience: options.audience === null ? null : readList("audience", options.audience),
      clockSkewSeconds,
    };
  return {
    key: readSecret(options.secret),
    algorithms: ["HS256"],
    issuer: "issuer" in options ? readList("issuer", options.issuer) : null,
    audience: "audience" in options ? readList("audience", options.audience) : null,
    clockSkewSeconds,
  };
}

function createError(reason: string): TypeError {
  return new TypeError(`Cannot verify tokens: ${reason}`);
}

function unset(name: string): TypeError {
  return createError(`"${name}" is undefined. Is its environment variable set?`);
}

function readList(name: string, value: unknown): readonly string[] {
  if (value === undefined) throw unset(name);
  const list = [value].flat();
  if (list.length === 0 || !list.every((item) => typeof item === "string" && item !== ""))
    throw createError(`"${name}" must be a text that is not empty, or a list of them`);
  return list as string[];
}

/** The value is never shown: it is a secret. */
function readSecret(value: unknown): Uint8Array {
  if (value === undefined) throw unset("secret");
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array)) throw createError('"secret" must be a text or bytes');
  if (bytes.length >= MIN_SECRET_BYTES) return bytes;
  throw createError(
    `"secret" has ${bytes.length} bytes, must have ${MIN_SECRET_BYTES} at least (RFC 7518, section 3.2). Make one with: openssl rand -base64 32`,
  );
}

const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];

/** Keys that come over plain HTTP are those of whoever is on the way. */
function readUrl(value: unknown): URL {
  if (value === undefined) throw unset("jwks");
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = url?.protocol === "http:" && LOOPBACK.includes(url.hostname);
  if (url !== undefined && (url.protocol === "https:" || isLocal)) return url;
  throw createError(`"jwks" is ${JSON.stringify(value)}, must be a URL that begins with https://`);
}

function readSkew(value: number | string | undefined): number {
  const seconds = value === undefined ? DEFAULT_SKEW_SECONDS : parseDuration(value);
  if (seconds !== null && seconds <= MAX_SKEW_SECONDS) return seconds;
  throw createError(
    `"clockSkew" is ${JSON.stringify(value)}, must be at most 5 minutes: ${DURATION_FORMS}`,
  );
}
