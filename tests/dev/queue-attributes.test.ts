import assert from "node:assert/strict";
import { createDeadLetterAttributes, createQueueAttributes } from "../../dev/queue-attributes.ts";
import { createQueue } from "../support/dev-package.ts";

describe("createQueueAttributes", () => {
  it("describes a standard queue with its dead-letter queue", () => {
    const queue = createQueue("email", {
      batchWindowSeconds: 20,
      delaySeconds: 3,
      maxReceives: 7,
      retentionSeconds: 3600,
    });
    assert.deepEqual(createQueueAttributes(queue, 35), {
      DelaySeconds: "3",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "3600",
      RedrivePolicy:
        '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:local-d-email","maxReceiveCount":7}',
      VisibilityTimeout: "230",
    });
  });

  it("deduplicates and limits a FIFO queue by message group", () => {
    const { DeduplicationScope, FifoThroughputLimit, FifoQueue, ContentBasedDeduplication } =
      createQueueAttributes(createQueue("billing.fifo"), 10);
    assert.deepEqual(
      { DeduplicationScope, FifoThroughputLimit, FifoQueue, ContentBasedDeduplication },
      {
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
        FifoQueue: "true",
        ContentBasedDeduplication: "false",
      },
    );
  });

  it("keeps messages invisible for six times the function's timeout, or as often as it is told", () => {
    const queue = createQueue("email");
    assert.equal(createQueueAttributes(queue, 10).VisibilityTimeout, "60");
    assert.equal(createQueueAttributes(queue, 10, 1.5).VisibilityTimeout, "15");
  });

  it("keeps within the longest visibility timeout that SQS allows", () => {
    const queue = createQueue("email", { batchWindowSeconds: 300 });
    assert.equal(createQueueAttributes(queue, 900).VisibilityTimeout, "5700");
    assert.equal(createQueueAttributes(queue, 9000).VisibilityTimeout, "43200");
  });
});

describe("createDeadLetterAttributes", () => {
  it("keeps messages for 14 days", () => {
    assert.deepEqual(createDeadLetterAttributes(createQueue("email")), {
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "1209600",
    });
    assert.equal(createDeadLetterAttributes(createQueue("a.fifo")).FifoQueue, "true");
  });
});
