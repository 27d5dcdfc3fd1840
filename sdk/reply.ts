/**
 * Results with a status, headers or cookies, as tagged plain objects. They exist beside `Response`
 * because the first `Response` of a process makes Node load its whole fetch implementation (about
 * 28 ms); a returned `Response` works all the same.
 */

import { checkStatus } from "./status.ts";

/** Marks a tagged result. `Symbol.for`, as a backend's tests may load the SDK twice. */
const REPLY = Symbol.for("queuerun.reply");

/** What `reply()` and its relatives send besides the body. */
export interface ReplyOptions {
  /** 200 to 599. Default 200, or 204 without a body. */
  readonly status?: number;
  /** Values may not hold control characters. */
  readonly headers?: Readonly<Record<string, string | number>>;
  /** By name; a string is the value, null deletes the cookie. */
  readonly cookies?: Readonly<Record<string, Cookie | string | null>>;
}

/** A cookie to set; what is left out is as safe as it can be. */
export interface Cookie {
  readonly value: string;
  /** Seconds, or `"30m" | "12h" | "30d"`. Default: until the browser closes. */
  readonly maxAge?: number | string;
  readonly expires?: Date;
  readonly domain?: string;
  /** Default `/`. */
  readonly path?: string;
  /** Default true: scripts cannot read it. */
  readonly httpOnly?: boolean;
  /** Default true, except when the request came over plain HTTP. */
  readonly secure?: boolean;
  /** Default `lax`. */
  readonly sameSite?: "strict" | "lax" | "none";
}

/** A result with a status, headers and cookies: made by `reply()`, `redirect()`, `html()` and `xml()`. */
export interface Reply<Body = unknown> {
  readonly [REPLY]: true;
  readonly body: Body;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly cookies: Readonly<Record<string, Cookie | string | null>>;
}

/**
 * Answers with a status, headers and cookies; the body is sent as when it is returned by itself.
 * @throws RangeError when the status is not an integer from 200 to 599.
 */
export function reply<Body>(body: Body, options: ReplyOptions = {}): Reply<Body> {
  const { status, headers = {}, cookies = {} } = options;
  if (status !== undefined) checkStatus("reply", status);
  return { [REPLY]: true, body, status, headers, cookies };
}

/** @internal */
export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null && REPLY in value;
}
