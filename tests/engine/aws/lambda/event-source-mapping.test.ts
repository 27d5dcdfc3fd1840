import assert from "node:assert/strict";
import { createTestBackend, FUNCTION_ARN, QUEUE_ARN, type TestBackend } from "../test-backend.ts";
import type { Values } from "../wire.ts";

describe("stand-in for AWS: event source mappings", () => {
  let aws: TestBackend;
  beforeEach(async () => {
    aws = await createTestBackend();
    await aws.createFunction({ timeout: 30 });
    await aws.createAlias();
  });

  it("tells what the real plugin tells, with the calls it makes", async () => {
    await aws.createQueue();
    aws.calls();
    const mapping = await aws.createMapping({ scalingConfig: { maximumConcurrency: 2 } });
    const { arn, uuid, lastModified, ...state } = mapping.state;
    assert.equal(uuid, mapping.id);
    assert.equal(
      arn,
      `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${mapping.id}`,
    );
    assert.ok(Date.parse(String(lastModified)) > 0);
    assert.deepEqual(state, {
      id: mapping.id,
      batchSize: 10,
      enabled: true,
      eventSourceArn: QUEUE_ARN,
      functionArn: `${FUNCTION_ARN}:live`,
      functionName: `${FUNCTION_ARN}:live`,
      functionResponseTypes: [],
      lastProcessingResult: "",
      maximumBatchingWindowInSeconds: 0,
      maximumRecordAgeInSeconds: 0,
      maximumRetryAttempts: 0,
      parallelizationFactor: 0,
      region: "eu-central-1",
      scalingConfig: { maximumConcurrency: 2 },
      state: "Enabled",
      stateTransitionReason: "USER_INITIATED",
      tags: {},
      tagsAll: {},
    });
    assert.deepEqual(aws.calls(), [
      "lambda:CreateEventSourceMapping",
      "lambda:GetEventSourceMapping",
      "lambda:GetEventSourceMapping",
      "lambda:ListTags",
    ]);
    const inputs = { eventSourceArn: QUEUE_ARN, functionName: `${FUNCTION_ARN}:live` };
    assert.deepEqual(await mapping.update({ ...inputs, enabled: false }), [
      "enabled",
      "scalingConfig",
    ]);
    assert.equal(mapping.state.state, "Disabled");
    assert.equal(mapping.state.scalingConfig, undefined);
  });

  it("refuses a queue whose messages would come back while they are handled", async () => {
    await aws.createQueue({ visibilityTimeoutSeconds: 29 });
    await assert.rejects(aws.createMapping(), {
      message:
        `creating Lambda Event Source Mapping (${QUEUE_ARN}): operation error Lambda: ` +
        "CreateEventSourceMapping, https response error StatusCode: 400, RequestID: " +
        "00000000-0000-0000-0000-000000000000, InvalidParameterValueException: " +
        "Queue visibility timeout: 29 seconds is less than Function timeout: 30 seconds",
    });
  });

  it("refuses queues, functions and aliases that do not exist", async () => {
    await assert.rejects(aws.createMapping(), { message: /NonExistentQueue/ });
    await aws.createQueue();
    await assert.rejects(aws.createMapping({ functionName: "none" }), {
      message: /Function not found: .*:function:none$/,
    });
    await assert.rejects(aws.createMapping({ functionName: "shop:next" }), {
      message: /Function not found: .*:function:shop:next$/,
    });
  });

  it("refuses a queue that the function's role may not poll", async () => {
    await aws.create("aws:sqs/queue:Queue", "other", { name: "other" });
    await assert.rejects(
      aws.createMapping({ eventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:other" }),
      {
        message:
          /The provided execution role does not have permissions to call ReceiveMessage on SQS$/,
      },
    );
  });

  it("refuses batches and concurrencies that Lambda refuses", async () => {
    await aws.createQueue();
    const cases: [Values, RegExp][] = [
      [{ batchSize: 10_001 }, /^batchSize: expected an integer in the range \(1 - 10000\)/],
      [{ batchSize: 11 }, /Maximum batch window in seconds must be greater than 0/],
      [{ maximumBatchingWindowInSeconds: 301 }, /^maximumBatchingWindowInSeconds: /],
      [{ scalingConfig: { maximumConcurrency: 1 } }, /^scalingConfig: .* \(2 - 1000\), got 1$/],
      [{ scalingConfig: { maximumConcurrency: 1001 } }, /^scalingConfig: .* got 1001$/],
      [{ functionResponseTypes: ["Report"] }, /^functionResponseTypes: /],
    ];
    for (const [inputs, message] of cases)
      await assert.rejects(aws.createMapping(inputs), { message });
    await aws.createMapping({ batchSize: 11, maximumBatchingWindowInSeconds: 1 });
  });

  it("refuses large batches and windows of FIFO queues", async () => {
    const name = "shop-a.fifo";
    await aws.create("aws:sqs/queue:Queue", "fifo", { name, fifoQueue: true });
    const eventSourceArn = `arn:aws:sqs:eu-central-1:123456789012:${name}`;
    await assert.rejects(aws.createMapping({ eventSourceArn, batchSize: 11 }), {
      message: /Batch size must be 10 or less for FIFO queues$/,
    });
    await assert.rejects(aws.createMapping({ eventSourceArn, maximumBatchingWindowInSeconds: 1 }), {
      message: /Batching window is not supported for FIFO queues$/,
    });
  });

  it("has one mapping for a queue and a function", async () => {
    await aws.createQueue();
    await aws.createMapping();
    await assert.rejects(aws.createMapping(), { code: "ResourceConflictException" });
    await aws.createMapping({ functionName: "shop" });
  });
});
