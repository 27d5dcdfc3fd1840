import * as aws from "@pulumi/aws";
import { CONNECTIONS_TABLE } from "../manifest/connections-table.ts";
import type { BackendContext } from "./context.ts";
import { keepOptions } from "./keep-data.ts";

/**
 * The table of WebSocket connections, of users and of channels. It is encrypted with DynamoDB's own key,
 * and has no backups: nothing in it outlives a connection.
 */
export function createConnectionsTable(context: BackendContext): aws.dynamodb.Table {
  const { name, names, tags } = context;
  const { partitionKey, sortKey, expiry } = CONNECTIONS_TABLE;
  return new aws.dynamodb.Table(
    `${name}-connections`,
    {
      name: names.connectionsTable,
      billingMode: "PAY_PER_REQUEST",
      hashKey: partitionKey,
      rangeKey: sortKey,
      attributes: [partitionKey, sortKey].map((key) => ({ name: key, type: "S" })),
      ttl: { attributeName: expiry, enabled: true },
      ...tags,
    },
    keepOptions(context),
  );
}
