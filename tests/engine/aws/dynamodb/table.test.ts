import assert from "node:assert/strict";
import { createTestAccount, type TestAccount } from "../test-account.ts";
import type { Values } from "../wire.ts";

const ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/shop-rows";
const INPUTS = {
  name: "shop-rows",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
  ],
};
const TTL = { ttl: { attributeName: "expires", enabled: true } };

describe("stand-in for AWS: DynamoDB", () => {
  let aws: TestAccount;
  const create = (inputs: Values = {}) =>
    aws.create("aws:dynamodb/table:Table", "rows", { ...INPUTS, ...inputs });
  beforeEach(() => {
    aws = createTestAccount();
  });

  it("tells what the real plugin tells, with the calls it makes", async () => {
    const table = await create({ ...TTL, tags: { team: "shop" } });
    assert.deepEqual(table.state, {
      id: "shop-rows",
      arn: ARN,
      attributes: INPUTS.attributes,
      billingMode: "PAY_PER_REQUEST",
      deletionProtectionEnabled: false,
      hashKey: "pk",
      name: "shop-rows",
      pointInTimeRecovery: { enabled: false, recoveryPeriodInDays: 0 },
      rangeKey: "sk",
      readCapacity: 0,
      region: "eu-central-1",
      streamArn: "",
      streamEnabled: false,
      streamLabel: "",
      streamViewType: "",
      tableClass: "STANDARD",
      tags: { team: "shop" },
      tagsAll: { team: "shop" },
      ttl: { attributeName: "expires", enabled: true },
      writeCapacity: 0,
    });
    assert.deepEqual(aws.calls(), [
      "dynamodb:TagResource",
      "dynamodb:CreateTable",
      "dynamodb:DescribeTable",
      "dynamodb:UpdateTimeToLive",
      "dynamodb:DescribeTable",
      "dynamodb:DescribeContinuousBackups",
      "dynamodb:DescribeTimeToLive",
      "dynamodb:ListTagsOfResource",
    ]);
    assert.deepEqual(await table.update({ ...INPUTS, ...TTL, tags: { team: "shop" } }), []);
    await table.delete();
    assert.deepEqual(aws.store.names(), []);
  });

  it("changes what can be changed", async () => {
    const table = await create();
    aws.calls();
    const changed = await table.update({
      ...INPUTS,
      ...TTL,
      deletionProtectionEnabled: true,
      pointInTimeRecovery: { enabled: true },
    });
    assert.deepEqual(changed, [
      "deletionProtectionEnabled",
      "pointInTimeRecovery.enabled",
      "ttl.attributeName",
      "ttl.enabled",
    ]);
    assert.deepEqual(aws.calls().slice(0, 3), [
      "dynamodb:UpdateTable",
      "dynamodb:UpdateTimeToLive",
      "dynamodb:UpdateContinuousBackups",
    ]);
    await assert.rejects(table.delete(), /currently protected against deletion/);
  });

  it("replaces a table whose name or keys change", async () => {
    const table = await create();
    await assert.rejects(table.update({ ...INPUTS, name: "other-rows" }), {
      message: "name would replace rows",
    });
    const attributes = [{ name: "id", type: "S" }, ...INPUTS.attributes.slice(1)];
    await assert.rejects(table.update({ ...INPUTS, hashKey: "id", attributes }), {
      message: "hashKey would replace rows",
    });
  });

  it("refuses names, keys and attributes that DynamoDB refuses", async () => {
    await assert.rejects(create({ name: "no" }), /^Error: name: expected a text that matches/);
    await assert.rejects(create({ billingMode: "ON_DEMAND" }), /^Error: billingMode: expected one/);
    await assert.rejects(create({ ttl: { enabled: true } }), {
      message: "ttl: attributeName must be set when enabled",
    });
    const more = [...INPUTS.attributes, { name: "user", type: "S" }];
    await assert.rejects(create({ attributes: more }), {
      message: "attributes: all attributes must be indexed. Unused attributes: user",
    });
    await assert.rejects(create({ attributes: INPUTS.attributes.slice(1) }), {
      code: "ValidationException",
    });
    const wrong = INPUTS.attributes.map(({ name }) => ({ name, type: "string" }));
    await assert.rejects(create({ attributes: wrong }), { code: "ValidationException" });
    await create();
    await assert.rejects(create(), { code: "ResourceInUseException" });
  });
});
