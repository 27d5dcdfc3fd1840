import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import type { RuntimeEnvironment } from "../../runtime/environment.ts";
import { NO_SOCKET } from "./environment.ts";

export const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

export interface DynamoDb {
  readonly url: string;
  /** @returns The name of a new table of connections. */
  createTable(): Promise<string>;
  /** Keys of all items, sorted: `conn#a connection`. */
  keys(table: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A local DynamoDB, in memory, on a free port of 127.0.0.1: real requests by the real client. */
export async function startDynamoDb(): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({
    region: "eu-central-1",
    endpoint: url,
    credentials: CREDENTIALS,
  });
  let count = 0;
  return {
    url,
    async createTable() {
      const TableName = `shop-connections-${++count}`;
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          AttributeDefinitions: [
            { AttributeName: "pk", AttributeType: "S" },
            { AttributeName: "sk", AttributeType: "S" },
          ],
        }),
      );
      return TableName;
    },
    async keys(TableName) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }));
      return Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`).sort();
    },
    close: () =>
      new Promise((resolve) => {
        client.destroy();
        server.close(() => resolve());
      }),
  };
}

/** What the runtime needs to reach a table, and nothing else. */
export function tableEnvironment({ url }: DynamoDb, table: string): RuntimeEnvironment {
  return {
    ...NO_SOCKET,
    region: "eu-central-1",
    queueUrlPrefix: "",
    deadLetterUrlPrefix: "",
    connectionsUrl: "http://127.0.0.1/live",
    connectionsTable: table,
    dynamodbUrl: url,
    credentials: CREDENTIALS,
    provisioned: false,
  };
}
