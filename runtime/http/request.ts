import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HttpError } from "../../sdk/errors.ts";
import type { HttpRequest } from "../../sdk/handlers.ts";
import type { User } from "../../sdk/user.ts";
import type { Deadline } from "../deadline.ts";
import { loadOnDemand } from "../load-on-demand.ts";
import { bodyBytes } from "./body-bytes.ts";
import type { RequestParts } from "./request-parts.ts";
import { collectValues } from "./values.ts";

/** What is known of a request beside its event: the user only after a while. */
export interface RequestState {
  readonly requestId: string;
  readonly user: User | null;
}

/** Makes the argument of a handler: what costs something is made when first touched. */
export function createRequest(
  event: APIGatewayProxyEventV2,
  params: HttpRequest["params"] | object,
  state: RequestState,
  deadline: Deadline,
): HttpRequest | Promise<HttpRequest> {
  if (!event.body && !event.cookies?.length) return assemble(event, params, state, deadline);
  return loadOnDemand()
    .then(({ prepareParts }) => prepareParts(event))
    .then((more) => assemble(event, params, state, deadline, more));
}

/** What a request is made of, kept by the object itself for its accessors. */
const SOURCE = Symbol();

interface Source {
  readonly event: APIGatewayProxyEventV2;
  readonly state: RequestState;
  readonly deadline: Deadline;
  readonly more: RequestParts | undefined;
}

function assemble(
  event: APIGatewayProxyEventV2,
  params: object,
  state: RequestState,
  deadline: Deadline,
  more?: RequestParts,
): HttpRequest {
  const request = {
    body: undefined,
    cookies: { __proto__: null },
    headers: event.headers,
    params,
    query: {},
    requestId: state.requestId,
  };
  // Each accessor costs more than what most requests do not have
  Object.defineProperties(request, more || event.rawQueryString ? PARSED : UNPARSED);
  Object.defineProperty(request, SOURCE, {
    value: { event, state, deadline, more } satisfies Source,
  });
  return request as unknown as HttpRequest;
}

/**
 * The same functions for every request: with accessors of its own each would be of a class of its own to V8,
 * and these outlive the request and fill the heap.
 */
const UNPARSED: PropertyDescriptorMap = {
  signal: accessor(null, ({ deadline }) => deadline.signal),
  // Not kept: middleware may look before it is known.
  user: accessor(null, ({ state }) => state.user),
  // Not enumerable: spreading or logging the argument must not make Node load its fetch code.
  request: {
    ...accessor("request", ({ event, deadline }) => createWebRequest(event, deadline.signal)),
    enumerable: false,
  },
};

const PARSED: PropertyDescriptorMap = {
  ...UNPARSED,
  body: accessor("body", ({ more }) => more?.body()),
  cookies: accessor("cookies", ({ more }) => more?.cookies() ?? { __proto__: null }),
  query: accessor("query", ({ event }) =>
    collectValues(new URLSearchParams(event.rawQueryString), "The query"),
  ),
};

/** @param keep The property that the first look makes of it. */
function accessor(keep: string | null, make: (source: Source) => unknown): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: true,
    get(this: { readonly [SOURCE]: Source }) {
      const value = make(this[SOURCE]);
      if (keep) Object.defineProperty(this, keep, { value });
      return value;
    },
  };
}

function createWebRequest(event: APIGatewayProxyEventV2, signal: AbortSignal): Request {
  const { method } = event.requestContext.http;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers))
    if (value !== undefined) setHeader(headers, name, value);
  if (event.cookies?.length) setHeader(headers, "cookie", event.cookies.join("; "));
  const bytes = method === "GET" || method === "HEAD" ? undefined : bodyBytes(event);
  return new Request(requestUrl(event), {
    method,
    headers,
    signal,
    ...(bytes && { body: new Uint8Array(bytes) }),
  });
}

/** Each character of a Web header is a byte: text beyond that becomes the bytes of its UTF-8. */
function setHeader(headers: Headers, name: string, value: string): void {
  const bytes = /[^\0-\xff]/.test(value) ? Buffer.from(value).toString("latin1") : value;
  try {
    headers.set(name, bytes);
  } catch {
    throw new HttpError(400, `The header ${JSON.stringify(name)} is not valid`);
  }
}

/** A name or address, and a port: anything else could move the path of the URL that is made of it. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

/** The path arrives decoded, so it is encoded again, segment by segment. */
export function requestUrl(event: APIGatewayProxyEventV2): string {
  const scheme = event.headers["x-forwarded-proto"] === "http" ? "http" : "https";
  const { host = "" } = event.headers;
  // A number too large to be an address, or a port, makes no URL
  const isHost = HOST.test(host) && URL.canParse(`${scheme}://${host}`);
  const authority = isHost ? host : event.requestContext.domainName;
  const segments = event.rawPath.split("/").map((text) => encodeURIComponent(text.toWellFormed()));
  const query = event.rawQueryString === "" ? "" : `?${event.rawQueryString}`;
  return `${scheme}://${authority}${segments.join("/")}${query}`;
}
