import assert from "node:assert/strict";
import { createTestAccount, type TestAccount } from "./test-account.ts";
import type { Values } from "./wire.ts";

describe("stand-in for AWS: log groups", () => {
  let aws: TestAccount;
  const create = (inputs: Values = {}) =>
    aws.create("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/aws/lambda/a", ...inputs });
  beforeEach(() => {
    aws = createTestAccount();
  });

  it("tells what the real plugin tells, with the calls it makes", async () => {
    const group = await create({ retentionInDays: 30 });
    assert.deepEqual(group.state, {
      id: "/aws/lambda/a",
      arn: "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/a",
      deletionProtectionEnabled: false,
      logGroupClass: "STANDARD",
      name: "/aws/lambda/a",
      namePrefix: "",
      region: "eu-central-1",
      retentionInDays: 30,
      skipDestroy: false,
      tags: {},
      tagsAll: {},
    });
    assert.deepEqual(aws.calls(), [
      "logs:CreateLogGroup",
      "logs:PutRetentionPolicy",
      "logs:DescribeLogGroups",
      "logs:ListTagsForResource",
    ]);
    await group.update({ name: "/aws/lambda/a" });
    assert.equal(aws.calls()[0], "logs:DeleteRetentionPolicy");
  });

  it("refuses a group that exists already", async () => {
    await create();
    await assert.rejects(create(), {
      message:
        "creating CloudWatch Logs Log Group (/aws/lambda/a): operation error CloudWatch Logs: " +
        "CreateLogGroup, https response error StatusCode: 400, RequestID: " +
        "00000000-0000-0000-0000-000000000000, ResourceAlreadyExistsException: " +
        "The specified log group already exists",
    });
  });

  it("refuses a retention that CloudWatch does not have", async () => {
    await assert.rejects(create({ retentionInDays: 31 }), {
      message: /^retentionInDays: .* got 31$/,
    });
  });
});
