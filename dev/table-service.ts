/** A local DynamoDB with the table of connections, in memory. */
import { EventEmitter, once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { CONNECTIONS_TABLE } from "../manifest/connections-table.ts";
import { createPhysicalNames } from "../manifest/physical-names.ts";
import { type Credentials, OPERATOR } from "./access-keys.ts";
import { APP } from "./aws-names.ts";
import { findDynamodbAccess, toDynamodbError } from "./gate/dynamodb.ts";
import type { Gate } from "./gate/gate.ts";
import type { Refusal } from "./gate/refusal.ts";
import { createSignature } from "./gate/signature.ts";
import { loadDynalite } from "./load-dynalite.ts";
import { type LocalServer, openLocalServer } from "./local-server.ts";
import { request } from "./node-http.ts";
import { readBody } from "./read-body.ts";

/** DynamoDB's own limit. */
const MAX_REQUEST_BYTES = 16 * 2 ** 20;

export interface TableService extends LocalServer {
  readonly tableName: string;
}

export async function startTableService(gate: Gate): Promise<TableService> {
  const dynalite = await loadDynalite();
  const server = dynalite({ createTableMs: 0 });
  guard(server, gate);
  const { url, close } = await openLocalServer(server);
  const tableName = createPhysicalNames(APP).connectionsTable;
  await createTable(url, tableName, gate.keys.issue(OPERATOR));
  return { url, tableName, close };
}

/** The service itself would let in every process, and every page in the developer's browser. */
function guard(server: Server, gate: Gate): void {
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", async (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.origin !== undefined) return response.writeHead(403).end();
    const body = await readBody(request, MAX_REQUEST_BYTES);
    if (body === undefined) return undefined;
    if (body === "too-large") return response.writeHead(413).end();
    const refusal = authorize(request, body, gate);
    if (refusal !== undefined) return respond(response, toDynamodbError(refusal));
    const replay = replayBody(request);
    for (const listener of listeners) listener.call(server, replay, response);
    replay.emit("data", body);
    return replay.emit("end");
  });
}

/** Undefined: it is let in. */
function authorize({ headers }: IncomingMessage, body: Buffer, gate: Gate): Refusal | undefined {
  const [, operation = ""] = String(headers["x-amz-target"]).split(".");
  const answer = gate.authorize(headers, findDynamodbAccess(operation, parseObject(body)));
  return "code" in answer ? answer : undefined;
}

/** What is no JSON names no table, and the service says what is wrong with it. */
function parseObject(body: Buffer): object {
  try {
    return Object(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}

/** A request as the service reads it, whose body is yet to come. */
function replayBody({ method, url, headers }: IncomingMessage): EventEmitter {
  return Object.assign(new EventEmitter(), { method, url, headers });
}

function respond(
  response: ServerResponse,
  { status, headers, body }: ReturnType<typeof toDynamodbError>,
): void {
  response.writeHead(status, headers);
  response.end(JSON.stringify(body));
}

async function createTable(
  url: string,
  tableName: string,
  credentials: Credentials,
): Promise<void> {
  const { partitionKey, sortKey } = CONNECTIONS_TABLE;
  const outgoing = request(url, {
    agent: false,
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.CreateTable",
      ...createSignature(credentials, "dynamodb"),
    },
  });
  outgoing.end(
    JSON.stringify({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: partitionKey, AttributeType: "S" },
        { AttributeName: sortKey, AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: partitionKey, KeyType: "HASH" },
        { AttributeName: sortKey, KeyType: "RANGE" },
      ],
    }),
  );
  const [response] = await once(outgoing, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  if (response.statusCode !== 200)
    throw new Error(`Cannot create the table "${tableName}": ${Buffer.concat(chunks)}`);
}
