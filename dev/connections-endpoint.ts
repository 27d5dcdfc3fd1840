/**
 * The management API of a WebSocket API, `@connections`, by which the function sends to connections.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { ALIAS } from "../manifest/physical-names.ts";
import { ACCOUNT_ID, API_ID, REGION } from "./aws-names.ts";
import { isConnectionId } from "./connection-id.ts";
import type { Access } from "./gate/access.ts";
import type { Gate } from "./gate/gate.ts";
import { exceptionName, type Refusal } from "./gate/refusal.ts";
import { MAX_MESSAGE_BYTES } from "./limits.ts";
import { openLocalServer } from "./local-server.ts";
import { createServer } from "./node-http.ts";
import { readBody } from "./read-body.ts";
import type { SocketConnection } from "./socket-connection.ts";

/** The stage. */
const EXECUTE_API = `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${API_ID}/${ALIAS}`;

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
export async function startConnectionsEndpoint(
  find: FindConnection,
  gate: Gate,
): Promise<ConnectionsEndpoint> {
  const { url, close } = await openLocalServer(
    createServer((request, response) => void answer(request, response, find, gate)),
  );
  return { url: `${url}/${ALIAS}`, close };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: FindConnection,
  gate: Gate,
): Promise<void> {
  const body = await readBody(request, MAX_MESSAGE_BYTES);
  if (body === undefined) return;
  const { status, errorType, body: content } = createAnswer(request, body, find, gate);
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
  gate: Gate,
): Answer {
  const connectionId = parseConnectionId(url);
  const isKnown = connectionId !== undefined && /^(DELETE|GET|POST)$/.test(method);
  const accesses = isKnown ? [createAccess(method, connectionId)] : [];
  const caller = gate.authorize(headers, accesses);
  if ("code" in caller) return refuse(caller);
  if (!isKnown) return fail(403, "ForbiddenException", "Forbidden");
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

function createAccess(method: string, connectionId: string): Access {
  const connections = `${EXECUTE_API}/${method}/@connections`;
  return {
    action: "execute-api:ManageConnections",
    resource: `${connections}/${connectionId}`,
    pattern: `${connections}/*`,
  };
}

/** Where it has words of its own. */
const API_GATEWAY: Partial<Record<Refusal["code"], object>> = {
  MissingAuthenticationToken: { message: "Missing Authentication Token" },
};

function refuse(refusal: Refusal): Answer {
  const { code, message } = refusal;
  const body = code === "AccessDenied" ? { Message: message } : { message, ...API_GATEWAY[code] };
  return { status: 403, errorType: exceptionName(refusal), body };
}

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
