import assert from "node:assert/strict";
import { createTestAccount, type TestAccount } from "./test-account.ts";
import type { Values } from "./wire.ts";

const QUEUE = "aws:sqs/queue:Queue";

describe("stand-in for AWS: SQS", () => {
  let aws: TestAccount;
  const create = (name: string, inputs: Values = {}) =>
    aws.create(QUEUE, name, { name, ...inputs });

  beforeEach(() => {
    aws = createTestAccount();
  });

  it("tells what the real plugin tells, with the calls it makes", async () => {
    const queue = await create("jobs", { tags: { team: "a" } });
    assert.deepEqual(queue.state, {
      id: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
      arn: "arn:aws:sqs:eu-central-1:123456789012:jobs",
      contentBasedDeduplication: false,
      deduplicationScope: "",
      delaySeconds: 0,
      fifoQueue: false,
      fifoThroughputLimit: "",
      kmsDataKeyReusePeriodSeconds: 300,
      kmsMasterKeyId: "",
      maxMessageSize: 262_144,
      messageRetentionSeconds: 345_600,
      name: "jobs",
      namePrefix: "",
      policy: "",
      receiveWaitTimeSeconds: 0,
      redriveAllowPolicy: "",
      redrivePolicy: "",
      region: "eu-central-1",
      sqsManagedSseEnabled: true,
      tags: { team: "a" },
      tagsAll: { team: "a" },
      url: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
      visibilityTimeoutSeconds: 30,
    });
    assert.deepEqual(aws.calls(), [
      "sqs:TagQueue",
      "sqs:CreateQueue",
      "sqs:GetQueueAttributes",
      "sqs:ListQueueTags",
    ]);
    assert.deepEqual(await queue.update({ name: "jobs", delaySeconds: 5, tags: { team: "b" } }), [
      "delaySeconds",
      "tags.team",
    ]);
    assert.equal(queue.state.delaySeconds, 5);
    assert.deepEqual(aws.calls(), [
      "sqs:SetQueueAttributes",
      "sqs:TagQueue",
      "sqs:GetQueueAttributes",
      "sqs:ListQueueTags",
    ]);
    await queue.delete();
    assert.deepEqual(aws.calls(), ["sqs:DeleteQueue"]);
    assert.deepEqual(aws.store.names(), []);
  });

  it("names its domain and partition by the region", async () => {
    aws = createTestAccount("cn-north-1");
    const { state } = await create("jobs");
    assert.equal(state.arn, "arn:aws-cn:sqs:cn-north-1:123456789012:jobs");
    assert.equal(state.url, "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs");
  });

  it("refuses what the real plugin finds wrong before it calls AWS", async () => {
    const cases: [string, Values, string][] = [
      ["a.b", {}, "name: invalid queue name: a.b"],
      ["a".repeat(81), {}, `name: invalid queue name: ${"a".repeat(81)}`],
      ["jobs", { fifoQueue: true }, "name: invalid queue name: jobs"],
      [
        "jobs",
        { contentBasedDeduplication: true },
        "contentBasedDeduplication: content-based deduplication can only be set for FIFO queue",
      ],
      [
        "jobs",
        { visibilityTimeoutSeconds: 43_201 },
        "visibilityTimeoutSeconds: expected an integer in the range (0 - 43200), got 43201",
      ],
      [
        "jobs",
        { messageRetentionSeconds: "60", delaySeconds: 901 },
        "messageRetentionSeconds: expected number, got string",
      ],
      ["jobs", { visibility: 30 }, "visibility: unknown property 'visibility'"],
      [
        "jobs",
        { namePrefix: "a" },
        `namePrefix: the stand-in for AWS does not model "namePrefix" of ${QUEUE}`,
      ],
    ];
    for (const [name, inputs, message] of cases)
      await assert.rejects(create(name, inputs), { message });
    assert.deepEqual(aws.calls(), []);
  });

  it("refuses a name for a minute after its queue was deleted", async () => {
    const queue = await create("jobs");
    await queue.delete();
    await assert.rejects(create("jobs"), {
      code: "QueueDeletedRecently",
      message:
        "creating SQS Queue (jobs): operation error SQS: CreateQueue, https response error " +
        "StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, QueueDeletedRecently: " +
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    });
    aws.store.set({ clockMs: 60_000 });
    await create("jobs");
  });

  it("refuses a second queue of a name unless it is the same", async () => {
    await create("jobs");
    await create("jobs");
    await assert.rejects(create("jobs", { delaySeconds: 1 }), { code: "QueueAlreadyExists" });
  });

  it("refuses a dead-letter queue that is missing, of the other kind, or not willing", async () => {
    const fifo = { fifoQueue: true };
    const standard = await create("dead");
    await create("dead.fifo", fifo);
    await create("closed", { redriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    const redrive = (target: string, maxReceiveCount: unknown = 5) => ({
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:eu-central-1:123456789012:${target}`,
        maxReceiveCount,
      }),
    });
    const cases: [Values, string][] = [
      [redrive("none"), "Dead letter target does not exist"],
      [redrive("dead.fifo"), "Dead-letter queue must be same type of queue as the source"],
      [redrive("closed"), "Dead-letter queue does not allow this queue as its source"],
      [redrive("dead", 0), "Invalid value for maxReceiveCount"],
      [redrive("dead", 1001), "Invalid value for maxReceiveCount"],
    ];
    for (const [inputs, reason] of cases)
      await assert.rejects(create("jobs", inputs), {
        message: new RegExp(`parameter RedrivePolicy is invalid\\. Reason: ${reason}\\.$`),
      });
    await create("jobs", redrive("dead"));
    await standard.delete();
  });

  it("keeps FIFO settings to FIFO queues", async () => {
    await assert.rejects(create("jobs", { deduplicationScope: "messageGroup" }), {
      code: "InvalidAttributeName",
    });
    const fifo = { fifoQueue: true, fifoThroughputLimit: "perMessageGroupId" };
    await assert.rejects(create("a.fifo", fifo), { code: "InvalidAttributeValue" });
    const queue = await create("a.fifo", { ...fifo, deduplicationScope: "messageGroup" });
    assert.deepEqual(
      await queue.update({ name: "a.fifo", ...fifo, deduplicationScope: "messageGroup" }),
      [],
    );
    const plain = await create("b.fifo", { fifoQueue: true });
    assert.equal(plain.state.deduplicationScope, "queue");
  });

  it("compares policies by what they say, and keeps them when they are left out", async () => {
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    const queue = await create("jobs", { policy });
    const spaced = '{ "Statement": [], "Version": "2012-10-17" }';
    assert.deepEqual(await queue.update({ name: "jobs", policy: spaced }), []);
    assert.deepEqual(await queue.update({ name: "jobs" }), []);
    assert.equal(queue.state.policy, policy);
  });

  it("would replace a queue whose name or kind changes", async () => {
    const queue = await create("jobs");
    await assert.rejects(queue.update({ name: "work" }), { message: "name would replace jobs" });
    await assert.rejects(queue.update({ name: "jobs.fifo", fifoQueue: true }), {
      message: "fifoQueue,name would replace jobs",
    });
  });
});
