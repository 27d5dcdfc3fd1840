import assert from "node:assert/strict";
import { openAws } from "../../../runtime/socket/aws.ts";
import {
  ConditionError,
  createTable,
  type Item,
  type Table,
} from "../../../runtime/socket/table.ts";
import { type DynamoDb, startDynamoDb, tableEnvironment } from "../../support/dynamodb.ts";

describe("createTable", () => {
  let db: DynamoDb;
  let table: Table;
  before(async () => {
    db = await startDynamoDb();
    const environment = tableEnvironment(db, await db.createTable());
    const aws = await openAws(() => import("../../../runtime/socket/clients.ts"), environment);
    table = createTable(aws, environment.connectionsTable);
  });
  after(() => db.close());

  it("gives back what was put: texts, numbers, true, sets", async () => {
    const item = { pk: "a", sk: "1", text: "ä", count: 1.5, flag: true, set: new Set(["x", "y"]) };
    await table.put(item as Item & typeof item);
    assert.deepEqual(await table.get({ pk: "a", sk: "1" }), item);
    assert.equal(await table.get({ pk: "a", sk: "2" }), undefined);
    assert.deepEqual(await table.remove({ pk: "a", sk: "1" }), item);
    assert.equal(await table.remove({ pk: "a", sk: "1" }), undefined);
  });

  it("reads a partition of several pages, without what has expired", async () => {
    const padding = "x".repeat(300_000);
    for (let index = 0; index < 8; index++)
      await table.put({ pk: "pages", sk: String(index), expires: 100 + index, padding });
    const keys: unknown[] = [];
    for await (const { sk } of table.query("pages", 102)) keys.push(sk);
    assert.deepEqual(keys, ["3", "4", "5", "6", "7"]);
  });

  it("tells of a condition that does not hold, and makes no item", async () => {
    const key = { pk: "none", sk: "1" };
    const change = { expression: "ADD asked :one", values: { ":one": 1 } };
    await assert.rejects(
      table.update(key, { ...change, condition: "attribute_exists(pk)" }),
      ConditionError,
    );
    assert.equal(await table.get(key), undefined);
  });
});
