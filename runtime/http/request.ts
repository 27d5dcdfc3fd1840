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

function assemble(
  event: APIGatewayProxyEventV2,
  params: object,
  state: RequestState,
  deadline: Deadline,
  more?: RequestParts,
): HttpRequest {
  const parts = {
    headers: event.headers,
    params,
    requestId: state.requestId,
    get body() {
      return keep(this, "body", more?.body());
    },
    get cookies() {
      return keep(this, "cookies", more?.cookies() ?? Object.create(null));
    },
    get query() {
      return keep(
        this,
        "query",
        collectValues(new URLSearchParams(event.rawQueryString), "The query"),
      );
    },
    get signal() {
      return deadline.signal;
    },
    get user() {
      return state.user;
    },
  };
  // Not enumerable: spreading or logging the argument must not make Node load its fetch code.
  Object.defineProperty(parts, "request", {
    configurable: true,
    get() {
      return keep(this, "request", createWebRequest(event, deadline.signal), false);
    },
  });
  return parts as unknown as HttpRequest;
}

/** Replaces a getter by its value. */
function keep<T>(target: object, name: string, value: T, enumerable = true): T {
  Object.defineProperty(target, name, { value, enumerable });
  return value;
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
