/** Serves one Runtime API: to any client by Node's HTTP server, and to ours by less. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { createMessageReader, formatMessage } from "./http-message.ts";
import { MAX_RESULT_BYTES } from "./limits.ts";
import { createServer, STATUS_CODES } from "./node-http.ts";
import { readBody } from "./read-body.ts";
import { HEADERS } from "./runtime-api-headers.ts";

export interface RuntimeRequest {
  readonly method: string;
  readonly url: string;
  /** As our own client reports it. */
  readonly maxMemoryUsed: string | undefined;
}

export interface RuntimeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type SendAnswer = (answer: RuntimeAnswer) => void;
/** Takes the body of a request. Undefined: the client has gone before all of it was there. */
export type TakeBody = (body: string | "too-large" | undefined) => void;
/** Returns what takes the body. Undefined: nobody wants it. */
export type TakeRequest = (request: RuntimeRequest, send: SendAnswer) => TakeBody | undefined;

export interface RuntimeServer {
  /** Resolves to its address. */
  listen(): Promise<string>;
  /** Ends its connections as well. */
  close(): Promise<void>;
}

/** How requests of our own client begin. */
const OWN = new RegExp(`^[^\\r]+\\r\\n${HEADERS.maxMemoryUsed}: `);

export function createRuntimeServer(take: TakeRequest): RuntimeServer {
  const http = createServer((request, response) => void serveAny(request, response, take));
  // The client waits in `next` for as long as there is nothing to do
  http.requestTimeout = 0;
  http.keepAliveTimeout = 0;
  const sockets = new Set<Socket>();
  const server = createTcpServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // The instance may end at any time
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      if (OWN.test(first.toString("latin1", 0, 256))) return serveOwn(socket, first, take);
      http.emit("connection", socket);
      socket.unshift(first);
    });
  });
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () =>
          resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`),
        );
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serveAny(
  request: IncomingMessage,
  response: ServerResponse,
  take: TakeRequest,
): Promise<void> {
  const { method = "", url = "", headers } = request;
  const maxMemoryUsed = headers[HEADERS.maxMemoryUsed]?.toString();
  const takeBody = take({ method, url, maxMemoryUsed }, ({ status, headers, body }) => {
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
  if (takeBody === undefined) return void request.resume();
  const body = await readBody(request, MAX_RESULT_BYTES);
  takeBody(Buffer.isBuffer(body) ? body.toString("utf8") : body);
}

function serveOwn(socket: Socket, first: Buffer, take: TakeRequest): void {
  /** The answer to a result, which our client does not wait for: it comes with the next invocation. */
  let held = "";
  const read = createMessageReader(MAX_RESULT_BYTES, ({ startLine, headers, body }) => {
    const [method = "", url = ""] = startLine.split(" ");
    const maxMemoryUsed = headers.get(HEADERS.maxMemoryUsed);
    const send: SendAnswer = ({ status, headers, body }) => {
      held += formatMessage(`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, headers, body);
      if (url.endsWith("/response")) return;
      socket.write(held);
      held = "";
    };
    take({ method, url, maxMemoryUsed }, send)?.(body);
  });
  socket.on("data", read);
  read(first);
}
