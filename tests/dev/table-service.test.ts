import assert from "node:assert/strict";
import { createRequire } from "node:module";
import {
  BatchGetItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { type Caller, FUNCTION, POLLER } from "../../dev/access-keys.ts";
import { startTableService, type TableService } from "../../dev/table-service.ts";
import { createTestAccess } from "../support/access.ts";

const SOCKET = { file: "socket/index.ts", middleware: [], timeoutSeconds: 10 };

describe("startTableService", () => {
  const access = createTestAccess({ socket: SOCKET });
  const clients: DynamoDBClient[] = [];
  let service: TableService;
  before(async () => {
    service = await startTableService(access.gate);
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await service.close();
  });

  function createClient(caller: Caller): DynamoDBClient {
    const credentials = access.issue(caller);
    const client = new DynamoDBClient({
      endpoint: service.url,
      region: "us-east-1",
      credentials,
    });
    clients.push(client);
    return client;
  }

  it("has the table of connections, for the client of AWS", async () => {
    const client = createClient(FUNCTION);
    const TableName = service.tableName;
    assert.equal(TableName, "local-connections");
    const items = ["a", "b"].map((sk) => ({ pk: { S: "user#ann" }, sk: { S: sk } }));
    for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }));
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "user#ann" } },
      }),
    );
    assert.deepEqual(Items, items);
  });

  it("keeps nothing of a query that is over", async () => {
    const require = createRequire(createRequire(import.meta.url).resolve("dynalite"));
    const { prototype } = require("memory-level").MemoryLevel;
    const { values } = prototype;
    const iterators: { next(): Promise<unknown> }[] = [];
    prototype.values = function (...options: readonly unknown[]) {
      iterators.push(values.apply(this, options));
      return iterators.at(-1);
    };
    const query = new QueryCommand({
      TableName: service.tableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "user#ann" } },
    });
    const client = createClient(FUNCTION);
    // The last one may be about to go
    for (let count = 0; count < 2; count++) await client.send(query);
    prototype.values = values;
    const [first] = iterators;
    assert.ok(first);
    await assert.rejects(() => first.next(), { code: "LEVEL_ITERATOR_NOT_OPEN" });
  });

  it("refuses what the tier does not need, as DynamoDB does", async () => {
    const refused = async (sent: Promise<unknown>) => {
      const error = await sent.then(
        () => assert.fail("No error"),
        (thrown) => thrown,
      );
      return [error.name, error.$metadata.httpStatusCode, error.message];
    };
    const TableName = service.tableName;
    const user = "User: arn:aws:sts::000000000000:assumed-role/local-runtime";
    const table = "arn:aws:dynamodb:us-east-1:000000000000:table";
    const denied = (session: string, action: string, name: string) => [
      "AccessDeniedException",
      400,
      `${user}/${session} is not authorized to perform: ${action} on resource: ${table}/${name} because no identity-based policy allows the ${action} action`,
    ];
    const asFunction = createClient(FUNCTION);
    assert.deepEqual(
      await refused(asFunction.send(new ScanCommand({ TableName }))),
      denied("local", "dynamodb:Scan", TableName),
    );
    assert.deepEqual(
      await refused(asFunction.send(new PutItemCommand({ TableName: "orders", Item: {} }))),
      denied("local", "dynamodb:PutItem", "orders"),
    );
    const RequestItems = { orders: { Keys: [{ id: { S: "1" } }] } };
    assert.deepEqual(
      await refused(asFunction.send(new BatchGetItemCommand({ RequestItems }))),
      denied("local", "dynamodb:BatchGetItem", "orders"),
    );
    assert.deepEqual(
      await refused(createClient(POLLER).send(new PutItemCommand({ TableName, Item: {} }))),
      denied("event-source-mapping", "dynamodb:PutItem", TableName),
    );
  });

  it("does not know keys of elsewhere", async () => {
    const client = new DynamoDBClient({
      endpoint: service.url,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    });
    clients.push(client);
    await assert.rejects(client.send(new ScanCommand({ TableName: service.tableName })), {
      name: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    });
  });

  it("is not for web pages", async () => {
    const headers = { origin: "https://example.com", "content-type": "text/plain" };
    const { status } = await fetch(service.url, { method: "POST", headers, body: "{}" });
    assert.equal(status, 403);
  });
});
