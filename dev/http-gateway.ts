import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpEvent, parseTarget } from "./http-event.ts";
import { createMessage, type HttpResponse, parseResult } from "./http-result.ts";
import type { InvocationResult } from "./invocation.ts";
import { type Limits, MAX_EVENT_BYTES, MAX_HEADER_BYTES, MAX_REQUEST_BYTES } from "./limits.ts";
import { createServer } from "./node-http.ts";
import { readBody } from "./read-body.ts";
import { createTraceId } from "./trace-id.ts";

export interface HttpGatewayOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly limits: Pick<Limits, "integrationSeconds" | "requestSeconds">;
  /** Invokes the function with an event. */
  readonly invoke: (payload: string, traceId: string) => Promise<InvocationResult>;
  /** Answers requests below `/_queuerun/`, which are no business of the function. */
  readonly control: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export interface HttpGateway {
  readonly url: string;
  readonly port: number;
  /** Ends connections at once. */
  close(): Promise<void>;
}

export const CONTROL_PREFIX = "/_queuerun/";

/** Answers like an HTTP API with one `$default` route. */
export async function startHttpGateway(options: HttpGatewayOptions): Promise<HttpGateway> {
  const server = createServer(
    {
      // Ours is the limit of an HTTP API, which answers in its own words
      maxHeaderSize: 8 * MAX_HEADER_BYTES,
      requestTimeout: options.limits.requestSeconds * 1000,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => void answer(request, response, options),
  );
  const port = await listen(server, options);
  return {
    port,
    url: `http://${options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { host, port }: HttpGatewayOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpGatewayOptions,
): Promise<void> {
  if (request.url?.startsWith(CONTROL_PREFIX)) return await options.control(request, response);
  const requestId = randomBytes(11).toString("base64");
  const answered = await createAnswer(request, requestId, options);
  if (answered !== undefined && !response.destroyed) send(response, answered, requestId);
}

/** Resolves to undefined when the client has gone before it had sent its request. */
async function createAnswer(
  request: IncomingMessage,
  requestId: string,
  options: HttpGatewayOptions,
): Promise<HttpResponse | undefined> {
  const { method = "GET", url = "/", rawHeaders, httpVersion, socket } = request;
  const body = await readBody(request, MAX_REQUEST_BYTES);
  if (body === undefined) return undefined;
  if (countHeaderBytes(request) > MAX_HEADER_BYTES)
    return createMessage(431, "Request Header Fields Too Large");
  if (body === "too-large") return createMessage(413, "Request Too Long");
  const target = parseTarget(url);
  if (target === undefined) return createMessage(400, "Bad Request");
  const traceId = createTraceId();
  const parts = {
    method,
    rawHeaders,
    body,
    requestId,
    traceId,
    sourceIp: (socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    protocol: `HTTP/${httpVersion}`,
    port: socket.localPort ?? 0,
    time: new Date(),
  };
  const payload = JSON.stringify(createHttpEvent(parts, target));
  if (Buffer.byteLength(payload) > MAX_EVENT_BYTES) return createMessage(413, "Request Too Long");
  return createResponse(await integrate(payload, traceId, options));
}

/** The request line and the values of the headers. */
function countHeaderBytes({ method = "", url = "", httpVersion, rawHeaders }: IncomingMessage) {
  const values = rawHeaders.filter((_, index) => index % 2 === 1);
  return values.reduce(
    (sum, value) => sum + value.length,
    `${method} ${url} HTTP/${httpVersion}`.length,
  );
}

/** The function goes on when the gateway has given up on it, as in AWS. */
async function integrate(
  payload: string,
  traceId: string,
  { invoke, limits }: HttpGatewayOptions,
): Promise<InvocationResult | "timeout"> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<"timeout">((resolve) => {
    timer = setTimeout(() => resolve("timeout"), limits.integrationSeconds * 1000);
  });
  try {
    return await Promise.race([invoke(payload, traceId), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function createResponse(result: InvocationResult | "timeout"): HttpResponse {
  if (result === "timeout" || result.status === "throttled")
    return createMessage(503, "Service Unavailable");
  if (result.status === "paused") return createMessage(429, "Too Many Requests");
  const response = result.status === "success" ? parseResult(result.payload) : undefined;
  return response ?? createMessage(500, "Internal Server Error");
}

function send(
  response: ServerResponse,
  { status, headers, body }: HttpResponse,
  requestId: string,
) {
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? [["content-length", String(body.length)] as const] : [];
  response.writeHead(status, [...headers, ["apigw-requestid", requestId], ...length].flat());
  response.end(hasBody ? body : undefined);
}
