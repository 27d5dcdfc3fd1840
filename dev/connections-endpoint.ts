/**
 * The management API of a WebSocket API, `@connections`, by which the function sends to connections.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ALIAS } from "../manifest/physical-names.ts";
import { isConnectionId } from "./connection-id.ts";
import { MAX_MESSAGE_BYTES } from "./limits.ts";
import { createServer } from "./node-http.ts";
import { readBody } from "./read-body.ts";
import type { SocketConnection } from "./socket-connection.ts";

export interface ConnectionsEndpoint {
  /** `http://127.0.0.1:PORT/live`, without `/@connections`. */
  readonly url: string;
  close(): Promise<void>;
}

/** A connection that can be sent to, or undefined. */
export type FindConnection = (connectionId: string) => SocketConnection | undefined;

interface Answer {
  readonly status: number;
  /** Absent: it is no error. */
  readonly errorType?: string;
  readonly body?: object;
}

/** Only processes of this machine reach it. */
export async function startConnectionsEndpoint(find: FindConnection): Promise<ConnectionsEndpoint> {
  const server = createServer((request, response) => void answer(request, response, find));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${ALIAS}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: FindConnection,
): Promise<void> {
  const body = await readBody(request, MAX_MESSAGE_BYTES);
  if (body === undefined) return;
  const { status, errorType, body: content } = createAnswer(request, body, find);
  const text = content === undefined ? "" : JSON.stringify(content);
  response.writeHead(status, {
    "content-type": "application/json",
    ...(status === 204 ? {} : { "content-length": Buffer.byteLength(text) }),
    ...(errorType === undefined ? {} : { "x-amzn-errortype": errorType }),
  });
  response.end(text);
}

function createAnswer(
  { method = "", url = "", headers }: IncomingMessage,
  body: Buffer | "too-large",
  find: FindConnection,
): Answer {
  if (!headers.authorization?.startsWith("AWS4-HMAC-SHA256 "))
    return fail(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  const connectionId = parseConnectionId(url);
  if (connectionId === undefined || !/^(DELETE|GET|POST)$/.test(method))
    return fail(403, "ForbiddenException", "Forbidden");
  if (!isConnectionId(connectionId))
    return fail(400, "BadRequestException", `Invalid connectionId: ${connectionId}`);
  if (method === "POST" && body === "too-large")
    return fail(413, "PayloadTooLargeException", "Message too long");
  const connection = find(connectionId);
  if (connection === undefined) return GONE;
  if (method === "GET") return { status: 200, body: describe(connection) };
  if (method === "POST") return send(connection, body.toString());
  connection.close(1000, "");
  return { status: 204 };
}

/** AWS says nothing more about it. */
const GONE: Answer = { status: 410, errorType: "GoneException" };

function fail(status: number, errorType: string, message: string): Answer {
  return { status, errorType, body: { message } };
}

/** `/live/@connections/L0SM9cOFvHcCIhw%3D`; some clients also escape the `@`. */
function parseConnectionId(url: string): string | undefined {
  const [path = ""] = url.split("?", 1);
  const [, stage, name = "", id = "", ...rest] = path.split("/");
  if (stage !== ALIAS || !/^(@|%40)connections$/.test(name) || rest.length > 0) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

function describe({ identity, lastActiveAt }: SocketConnection): object {
  const { connectedAt, sourceIp, userAgent } = identity;
  return { identity: { sourceIp, userAgent }, connectedAt, lastActiveAt };
}

function send(connection: SocketConnection, text: string): Answer {
  switch (connection.send(text)) {
    case "sent":
      return { status: 200 };
    case "gone":
      return GONE;
    case "full":
      return fail(429, "LimitExceededException", "The WebSocket client side buffer is full");
  }
}
