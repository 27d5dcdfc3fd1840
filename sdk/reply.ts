/**
 * Results with a status, headers or cookies, as tagged plain objects. They exist beside `Response`
 * because the first `Response` of a process makes Node load its whole fetch implementation (about
 * 28 ms); a returned `Response` works all the same.
 */

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
  if (status !== undefined && (!Number.isInteger(status) || status < 200 || status > 599))
    throw new RangeError(`Cannot create reply: status is ${status}, must be 200 to 599`);
  return { [REPLY]: true, body, status, headers, cookies };
}

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Sends the client to another URL. Characters a header cannot hold are percent-encoded.
 * @param options.status 301, 302, 303, 307 or 308. Default 302.
 */
export function redirect(location: string | URL, options: ReplyOptions = {}): Reply<undefined> {
  const { status = 302, headers } = options;
  if (!REDIRECTS.includes(status))
    throw new RangeError(
      `Cannot create redirect: status is ${status}, must be ${REDIRECTS.join(", ")}`,
    );
  return reply(undefined, {
    ...options,
    status,
    headers: { ...headers, location: encodeUrl(String(location)) },
  });
}

/** Text, or what becomes text when it is sent: JSX elements of Hono are either, to the compiler. */
export type Markup = string | Promise<string>;

/** Answers with `text/html; charset=utf-8`. */
export function html<Text extends Markup>(text: Text, options: ReplyOptions = {}): Reply<Text> {
  return typed(text, "text/html; charset=utf-8", options);
}

/** Answers with `application/xml; charset=utf-8`. */
export function xml<Text extends Markup>(text: Text, options: ReplyOptions = {}): Reply<Text> {
  return typed(text, "application/xml; charset=utf-8", options);
}

/** @internal */
export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null && REPLY in value;
}

function typed<Text>(text: Text, contentType: string, options: ReplyOptions): Reply<Text> {
  return reply(text, { ...options, headers: { "content-type": contentType, ...options.headers } });
}

/** Encodes what is not printable ASCII; what is percent-encoded already stays as it is. */
function encodeUrl(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.toWellFormed()));
}
