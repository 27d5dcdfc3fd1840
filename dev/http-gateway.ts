import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createHttpEvent, parseTarget } from "./http-event.ts";
import { type Answer, createNotices, type Notices } from "./http-notices.ts";
import { createMessage, type HttpResponse, parseResult } from "./http-result.ts";
import { type Integrated, type Integration, integrate } from "./integration.ts";
import { type Limits, MAX_EVENT_BYTES, MAX_HEADER_BYTES, MAX_REQUEST_BYTES } from "./limits.ts";
import { createServer } from "./node-http.ts";
import { readBody } from "./read-body.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { createTraceId } from "./trace-id.ts";

export interface HttpGatewayOptions extends Integration {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly limits: Pick<Limits, "integrationSeconds" | "requestSeconds">;
  /** Takes a line for each answer that is not the function's. */
  readonly output: (line: string) => void;
  /** Answers requests below `/_queuerun/`, which are no business of the function. */
  readonly control: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Takes requests for a WebSocket, with the bytes that came behind them. */
  readonly upgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => Promise<void>;
}

export interface HttpGateway {
  readonly url: string;
  readonly port: number;
  /** Ends connections at once. */
  close(): Promise<void>;
}

/** Longer than clients keep connections: a request over one that is just being closed fails. */
const KEEP_ALIVE_MS = 60_000;

export const CONTROL_PREFIX = "/_queuerun/";

/** Answers like an HTTP API with one `$default` route. */
export async function startHttpGateway(options: HttpGatewayOptions): Promise<HttpGateway> {
  const notices = createNotices(options.output);
  const server = createServer(
    {
      // Ours is the limit of an HTTP API, which answers in its own words
      maxHeaderSize: 8 * MAX_HEADER_BYTES,
      requestTimeout: options.limits.requestSeconds * 1000,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Any other may be left alone, and the request answered as it is
      shouldUpgradeCallback: isForWebSocket,
    },
    (request, response) => void answer(request, response, options, notices),
  );
  const upgraded = takeUpgrades(server, options);
  const port = await listen(server, options);
  return {
    port,
    url: `http://${options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

/** Returns the sockets that the server has handed over, and does not close by itself. */
function takeUpgrades(server: Server, { upgrade }: HttpGatewayOptions): ReadonlySet<Socket> {
  const upgraded = new Set<Socket>();
  server.on("upgrade", (request, stream, head: Buffer) => {
    // The server is one of plain TCP
    const socket = stream as Socket;
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    // The client may go at any time
    socket.on("error", () => socket.destroy());
    // Before Node 24.9 all kinds arrive here
    if (isForWebSocket(request)) void upgrade(request, socket, head);
    else refuseUpgrade(socket, 400, JSON.stringify({ message: "Bad Request" }));
  });
  return upgraded;
}

function isForWebSocket({ headers, url }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket" && !url?.startsWith(CONTROL_PREFIX);
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
  notices: Notices,
): Promise<void> {
  if (request.url?.startsWith(CONTROL_PREFIX)) return await options.control(request, response);
  const requestId = randomBytes(11).toString("base64");
  const answered = await createAnswer(request, requestId, options);
  if (answered === undefined) return;
  notices.take(request, answered);
  if (!response.destroyed) send(request, response, answered.response, requestId);
}

/** Resolves to undefined when the client has gone before it had sent its request. */
async function createAnswer(
  request: IncomingMessage,
  requestId: string,
  options: HttpGatewayOptions,
): Promise<Answer | undefined> {
  const { method = "GET", url = "/", rawHeaders, httpVersion, socket } = request;
  const body = await readBody(request, MAX_REQUEST_BYTES);
  if (body === undefined) return undefined;
  if (countHeaderBytes(request) > MAX_HEADER_BYTES)
    return refuse(431, "Request Header Fields Too Large", TOO_MANY_HEADERS);
  if (body === "too-large") return refuse(413, "Request Too Long", TOO_LONG);
  if (!isHost(request)) return refuse(400, "Bad Request", "the Host header is no host");
  const target = parseTarget(url);
  if (target === undefined) return refuse(400, "Bad Request", "the request has no valid path");
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
  if (Buffer.byteLength(payload) > MAX_EVENT_BYTES)
    return refuse(413, "Request Too Long", TOO_LONG);
  return createResponse(
    await integrate(payload, traceId, options.limits.integrationSeconds, options),
  );
}

const TOO_MANY_HEADERS = `request line and headers are larger than ${MAX_HEADER_BYTES} bytes`;
const TOO_LONG = "the request, or the event made of it, is larger than AWS takes";

function refuse(status: number, message: string, reason: string): Answer {
  return { response: createMessage(status, message), reason };
}

/** One name or address, maybe with a port. HTTP/1.0 may do without. */
function isHost({ headersDistinct: { host = [] } }: IncomingMessage): boolean {
  return (
    host.length < 2 && host.every((text) => /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(text))
  );
}

/** The request line and the values of the headers. */
function countHeaderBytes({ method = "", url = "", httpVersion, rawHeaders }: IncomingMessage) {
  const values = rawHeaders.filter((_, index) => index % 2 === 1);
  return values.reduce(
    (sum, value) => sum + value.length,
    `${method} ${url} HTTP/${httpVersion}`.length,
  );
}

/** What an HTTP API answers when the function does not. */
const FAILURES = {
  timeout: [503, "Service Unavailable"],
  throttled: [503, "Service Unavailable"],
  paused: [429, "Too Many Requests"],
  error: [500, "Internal Server Error"],
} as const;

function createResponse(result: Integrated): Answer {
  if (result.status !== "success") {
    const [status, message] = FAILURES[result.status];
    return refuse(status, message, result.reason);
  }
  const response = parseResult(result.payload);
  if (response !== undefined) return { response };
  return refuse(500, "Internal Server Error", "the function's result is no HTTP response");
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, contentLength }: HttpResponse,
  requestId: string,
) {
  const hasBody = status !== 204 && status !== 304;
  const isHeadOnly = method === "HEAD" && body.length === 0;
  const length = isHeadOnly ? contentLength : String(body.length);
  const pairs = hasBody && length !== undefined ? [["content-length", length] as const] : [];
  response.writeHead(status, [...headers, ["apigw-requestid", requestId], ...pairs].flat());
  response.end(hasBody ? body : undefined);
}
