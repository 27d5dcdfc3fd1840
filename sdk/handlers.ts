/** Types of what HTTP handlers and middleware take, return and configure. */
import type { RoutePath } from "./register.ts";
import type { Cookie, Reply } from "./reply.ts";
import type { Authenticate, User } from "./user.ts";

/** Parameters of a path, from the path alone: `Params<"/files/[...path]">` is `{ path: string[] }`. */
export type Params<Path extends string> = Flatten<ParamsOf<Path>>;
type Flatten<T> = { [Key in keyof T]: T[Key] };
type ParamsOf<Path extends string> = Path extends `${string}[${infer Name}]${infer Rest}`
  ? (Name extends `...${infer Tail}` ? { [Key in Tail]: string[] } : { [Key in Name]: string }) &
      ParamsOf<Rest>
  : unknown;

/** Of a route whose path is not given as a type. */
export type AnyParams = { readonly [name: string]: string };

/** A key that repeats is an array. */
export type QueryValues = { readonly [key: string]: string | readonly string[] };

/** The one argument of an HTTP handler: `HttpRequest<"/users/[id]">` has the parameters of that path. */
export interface HttpRequest<
  Path extends RoutePath = never,
  // biome-ignore lint/suspicious/noExplicitAny: a body without a schema is whatever the client sent
  Body = any,
  Query = QueryValues,
> {
  /**
   * Parsed when first touched, by content type: JSON (also when none is given), urlencoded and
   * multipart to an object, text to a string, anything else to a Buffer; undefined without a body.
   * Touching a body that cannot be parsed answers 400.
   */
  readonly body: Body;
  readonly cookies: { readonly [name: string]: string | undefined };
  /** Names in lower case; a header that repeats is joined by commas. */
  readonly headers: { readonly [name: string]: string | undefined };
  readonly params: [Path] extends [never] ? AnyParams : Params<Path>;
  readonly query: Query;
  /** The Web `Request`, made when first touched (about 28 ms the first time in a process). */
  readonly request: Request;
  readonly requestId: string;
  /** Aborts at the timeout, and when the handler is done. */
  readonly signal: AbortSignal;
  /** Whom `authenticate` has found; null where it returned null, is null, or is not there. */
  readonly user: User | null;
}

/**
 * What a handler returns: an object is sent as JSON, a string as text, bytes as they are, null or
 * undefined as 204; or `reply()`, `redirect()`, `html()`, `xml()`, a `Response`.
 */
export type HttpResult = unknown;

/** An HTTP handler: the exports `get`, `post`, `put`, `patch`, `del`, `head`, `options`, or default. */
export type HttpHandler<Path extends RoutePath = never> = (
  request: HttpRequest<Path>,
) => HttpResult | Promise<HttpResult>;

/** What `onResponse` may change before it is sent. */
export interface HttpResponse {
  /** 200 to 599. */
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  cookies: Record<string, Cookie | string | null>;
  readonly body: string | Uint8Array | undefined;
}

/** Exports of a route, or of a `_middleware` file for all routes of its folder and below. */
export interface HttpMiddleware {
  /**
   * Who sends the request, asked before any `onRequest`. Only the nearest is: that of the route, else of
   * its folder, else of those above. Null switches it off.
   */
  readonly authenticate?: Authenticate<HttpRequest> | null;
  /** Outermost first; a returned value other than undefined answers, and the handler does not run. */
  onRequest?(request: HttpRequest): HttpResult | Promise<HttpResult>;
  /** Innermost first. */
  onResponse?(request: HttpRequest, response: HttpResponse): void | Promise<void>;
  /** Innermost first; a returned value other than undefined answers. Not for HttpError and Response. */
  onError?(error: unknown, request: HttpRequest): HttpResult | Promise<HttpResult>;
}

/** `export const config` of a route. */
export interface HttpConfig {
  /** Read at build time. Seconds, or `"20s"`. Default 10, at most 29 (an HTTP API ends at 30). */
  readonly timeout?: number | string;
  /** Read at build time. Methods of a default export. Default: all. */
  readonly methods?: string | readonly string[];
  /** Content types of request bodies; `text/*` is allowed. Others are answered 415. Default: all. */
  readonly accepts?: string | readonly string[];
  /** Cross-origin requests. Default false; true allows all origins, without credentials. */
  readonly cors?: boolean | CorsConfig;
  /** Default true: an ETag for GET and HEAD, 304 when the client has it. */
  readonly etag?: boolean;
  /**
   * Cache-Control of successful GET and HEAD. A number is seconds and means `private, max-age=N`, a
   * string is the header itself, a function takes the response and returns either.
   */
  readonly cache?: number | string | ((response: HttpResponse) => number | string | undefined);
}

/** `cors` of a route: which pages of other origins may read its responses. */
export interface CorsConfig {
  /** `https://example.com`; default all. */
  readonly origins?: string | readonly string[];
  /** Allow cookies; needs `origins`. Default false. */
  readonly credentials?: boolean;
  /** Seconds a browser may remember a preflight, or `"1h"`. Default 600. */
  readonly maxAge?: number | string;
  /** Request headers to allow; default those that the preflight asks for. */
  readonly headers?: readonly string[];
}

/** Typed result of `reply`, for clients. */
export type { Reply };
