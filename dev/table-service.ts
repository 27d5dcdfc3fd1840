/** A local DynamoDB with the table of connections, in memory. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CONNECTIONS_TABLE } from "../manifest/connections-table.ts";
import { createPhysicalNames } from "../manifest/physical-names.ts";
import { APP, REGION } from "./aws-names.ts";
import { request } from "./node-http.ts";

export interface TableService {
  readonly url: string;
  readonly tableName: string;
  close(): Promise<void>;
}

export async function startTableService(): Promise<TableService> {
  const { default: dynalite } = await import("dynalite");
  const server = dynalite({ createTableMs: 0 });
  refuseWebPages(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tableName = createPhysicalNames(APP).connectionsTable;
  await createTable(url, tableName);
  return {
    url,
    tableName,
    close: () =>
      new Promise((resolve, reject) => {
        // It says null where there is no error
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** It would let every page in the developer's browser read and write the table. */
function refuseWebPages(server: Server): void {
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (request.headers.origin !== undefined) response.writeHead(403).end();
    else for (const listener of listeners) listener.call(server, request, response);
  });
}

async function createTable(url: string, tableName: string): Promise<void> {
  const { partitionKey, sortKey } = CONNECTIONS_TABLE;
  const outgoing = request(url, {
    agent: false,
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.CreateTable",
      "x-amz-date": "20260101T000000Z",
      // It must have the form of a signature, which nobody checks
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
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
