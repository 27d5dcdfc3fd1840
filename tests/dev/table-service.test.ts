import assert from "node:assert/strict";
import { DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { startTableService, type TableService } from "../../dev/table-service.ts";

describe("startTableService", () => {
  let service: TableService;
  before(async () => {
    service = await startTableService();
  });
  after(() => service.close());

  it("has the table of connections, for the client of AWS", async () => {
    const client = new DynamoDBClient({
      endpoint: service.url,
      region: "us-east-1",
      credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    });
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
    client.destroy();
  });

  it("is not for web pages", async () => {
    const headers = { origin: "https://example.com", "content-type": "text/plain" };
    const { status } = await fetch(service.url, { method: "POST", headers, body: "{}" });
    assert.equal(status, 403);
  });
});
