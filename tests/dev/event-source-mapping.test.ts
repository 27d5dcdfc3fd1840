import assert from "node:assert/strict";
import { once } from "node:events";
import type { SQSRecord } from "aws-lambda";
import type { Concurrency } from "../../manifest/concurrency.ts";
import { JOBS, RETRIED, useCloud } from "../support/dev-cloud.ts";
import { createGate, PASS } from "../support/dev-gate.ts";
import { createQueue } from "../support/dev-package.ts";

const EMPTY = { visible: 0, delayed: 0, inFlight: 0, deadLetters: 0 };

/** For all messages to be there when the first are received, however slowly they are sent. */
const PAUSED: Concurrency = { reserved: 0, provisioned: "off" };

describe("EventSourceMapping", () => {
  const start = useCloud();

  it("invokes the function with complete records", async () => {
    const { cloud, find } = await start(
      "export const handler = async (event) => console.log(JSON.stringify(event));",
      { queues: [createQueue("email"), createQueue("billing.fifo")] },
    );
    const messageId = await cloud.queues.send("email", "hello", { attributes: { hops: "1" } });
    const { Records } = JSON.parse(await find(/^\{"Records/)) as { Records: SQSRecord[] };
    const [record] = Records;
    assert.ok(record);
    const { receiptHandle, attributes, ...rest } = record;
    assert.deepEqual(rest, {
      messageId,
      body: "hello",
      messageAttributes: {
        hops: { stringValue: "1", stringListValues: [], binaryListValues: [], dataType: "String" },
      },
      md5OfBody: "5d41402abc4b2a76b9719d911017c592",
      md5OfMessageAttributes: "c5cc69d683e506169d97569fdd1a25d3",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:local-q-email",
      awsRegion: "us-east-1",
    });
    assert.match(receiptHandle, /./);
    assert.deepEqual(Object.keys(attributes).sort(), [
      "ApproximateFirstReceiveTimestamp",
      "ApproximateReceiveCount",
      "SenderId",
      "SentTimestamp",
    ]);
    assert.equal(attributes.ApproximateReceiveCount, "1");
    await cloud.queues.send("billing.fifo", "pay", { groupId: "ann", deduplicationId: "1" });
    const fifo = JSON.parse(await find(/billing\.fifo/)) as { Records: SQSRecord[] };
    const { MessageGroupId, MessageDeduplicationId, SequenceNumber } =
      fifo.Records[0]?.attributes ?? {};
    assert.deepEqual([MessageGroupId, MessageDeduplicationId], ["ann", "1"]);
    assert.match(SequenceNumber ?? "", /^\d{20}$/);
  });

  it("deletes what was handled and leaves what has failed", async () => {
    const { cloud } = await start(JOBS, { queues: [createQueue("email")], timeoutSeconds: 10 });
    const batches = once(cloud.events, "batch");
    await cloud.queues.send("email", "ok");
    await batches;
    const failed = once(cloud.events, "batch");
    await cloud.queues.send("email", "fail");
    const [{ failed: ids }] = await failed;
    assert.equal(ids.size, 1);
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, inFlight: 1 });
  });

  it("moves a message to the dead-letter queue after its last receive, and its neighbours succeed", async () => {
    const { cloud, lines } = await start(RETRIED, {
      queues: [createQueue("email", { maxReceives: 3 })],
    });
    const moved = once(cloud.events, "dead-letter");
    const messageId = await cloud.queues.send("email", "fail", { attributes: { user: "ann" } });
    await cloud.queues.send("email", "ok");
    const letter = { queue: "email", messageId, body: "fail", attributes: { user: "ann" } };
    assert.deepEqual(await moved, [letter]);
    await cloud.drained();
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, deadLetters: 1 });
    assert.deepEqual(await cloud.queues.deadLetters("email"), [letter]);
    assert.equal(lines.filter((line) => /^batch .*fail/.test(line)).length, 3);
  });

  it("returns a whole batch when the function fails", async () => {
    const { cloud } = await start(
      "export const handler = async () => { throw new Error('no'); };",
      { queues: [createQueue("email")] },
    );
    const batch = once(cloud.events, "batch");
    await cloud.queues.send("email", "a");
    const [{ failed, error }] = await batch;
    assert.deepEqual([failed.size, error?.errorMessage], [1, "no"]);
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, inFlight: 1 });
  });

  it("receives a message again when its visibility timeout is over", async () => {
    const { cloud, find } = await start(
      `export const handler = async ({ Records: [{ attributes }] }) => {
         if (attributes.ApproximateReceiveCount === "1") throw new Error("no");
         console.log("handled");
       };`,
      // A second of visibility. However late and often it is received: it is not given up
      { queues: [createQueue("email", { maxReceives: 1000 })], timeoutSeconds: 0.15 },
    );
    await cloud.queues.send("email", "a");
    await find(/handled/);
    await cloud.drained();
    assert.deepEqual(await cloud.queues.count("email"), EMPTY);
  });

  it("collects a batch until it is full, or its window is over", async () => {
    const { cloud, lines } = await start(JOBS, {
      queues: [createQueue("email", { batchSize: 12, batchWindowSeconds: 1 })],
      concurrency: PAUSED,
    });
    for (let number = 1; number <= 14; number++) await cloud.queues.send("email", String(number));
    await cloud.resume();
    await cloud.drained();
    assert.deepEqual(
      lines.filter((line) => line.startsWith("batch")),
      ["batch 1 2 3 4 5 6 7 8 9 10 11 12", "batch 13 14"],
    );
  });

  it("divides a batch that would be too large for an invocation", async () => {
    const { cloud, lines } = await start(
      "export const handler = async ({ Records }) => console.log('records ' + Records.length);",
      { queues: [createQueue("email", { batchWindowSeconds: 1 })], concurrency: PAUSED },
    );
    for (let number = 0; number < 8; number++)
      await cloud.queues.send("email", "x".repeat(1_000_000));
    await cloud.resume();
    await cloud.drained();
    assert.deepEqual(lines.filter((line) => line.startsWith("records")).sort(), [
      "records 2",
      "records 6",
    ]);
  });

  it("handles no more batches at a time than the maximum concurrency", async () => {
    const { cloud, gate } = await start(
      `${PASS} export const handler = async ({ Records: [{ body }] }) => await pass(body);`,
      { queues: [createQueue("email", { batchSize: 1, maximumConcurrency: 2 })] },
    );
    for (let number = 0; number < 5; number++) await cloud.queues.send("email", gate.url);
    await gate.arrived(2);
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, visible: 3, inFlight: 2 });
    gate.open("always");
    await cloud.drained();
  });

  it("receives only what reserved concurrency leaves room for", async () => {
    const { cloud, gate } = await start(
      `${PASS} export const handler = async ({ Records }) => await pass(Records?.[0].body);`,
      {
        queues: [createQueue("email", { batchSize: 1 })],
        concurrency: { reserved: 1, provisioned: "off" },
      },
    );
    for (let number = 0; number < 3; number++) await cloud.queues.send("email", gate.url);
    await gate.arrived(1);
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, visible: 2, inFlight: 1 });
    assert.deepEqual(await cloud.invoke({}), { status: "throttled" });
    gate.open("always");
    await cloud.drained();
    assert.deepEqual(await cloud.queues.count("email"), EMPTY);
  });

  it("lets one queue have the capacity that another had no use for", async () => {
    const { cloud, lines } = await start(JOBS, {
      queues: [createQueue("empty"), createQueue("full")],
      concurrency: { reserved: 1, provisioned: "off" },
    });
    await cloud.pause();
    await cloud.queues.send("full", "a");
    await cloud.resume();
    await cloud.drained();
    assert.ok(lines.includes("batch a"));
  });

  it("delivers a delayed message when it is time", async () => {
    const { cloud, lines } = await start(JOBS, { queues: [createQueue("email")] });
    const sentAt = performance.now();
    await cloud.queues.send("email", "later", { delaySeconds: 1 });
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, delayed: 1 });
    await cloud.drained();
    assert.ok(performance.now() - sentAt >= 1000);
    assert.ok(lines.includes("batch later"));
  });

  it("runs what waits for a cold start when it is paused, and receives nothing more", async () => {
    const init = await createGate();
    const { cloud, lines } = await start(`${PASS} await pass(process.env.INIT); ${JOBS}`, {
      queues: [createQueue("email"), createQueue("billing.fifo")],
      environment: async () => ({ INIT: init.url }),
    });
    await cloud.queues.send("email", "a");
    for (const id of ["b", "c"])
      await cloud.queues.send("billing.fifo", id, { groupId: "1", deduplicationId: id });
    await init.arrived(2);
    const handled = new Promise<void>((resolve) => {
      const ended = new Set<string>();
      cloud.events.on("batch", ({ queue }) => ended.add(queue).size === 2 && resolve());
    });
    const paused = cloud.pause();
    while (cloud.concurrency.reserved !== 0) await new Promise(setImmediate);
    init.open("always");
    await paused;
    await handled;
    assert.deepEqual(await cloud.queues.count("email"), EMPTY);
    assert.deepEqual(await cloud.queues.count("billing.fifo"), { ...EMPTY, visible: 1 });
    await cloud.resume();
    await cloud.drained();
    await init.close();
    const batches = lines.filter((line) => line.startsWith("batch"));
    assert.deepEqual(batches.toSorted(), ["batch a", "batch b", "batch c"]);
    assert.ok(batches.indexOf("batch b") < batches.indexOf("batch c"));
  });

  it("delivers nothing of a queue that is paused", async () => {
    const { cloud, lines } = await start(JOBS, {
      queues: [createQueue("email", { paused: true }), createQueue("sms")],
    });
    const batch = once(cloud.events, "batch");
    await cloud.queues.send("email", "kept");
    await cloud.queues.send("sms", "sent");
    await batch;
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, visible: 1 });
    assert.ok(lines.includes("batch sent") && !lines.includes("batch kept"));
  });
});
