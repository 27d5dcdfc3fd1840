import assert from "node:assert/strict";
import { JobError } from "queuerun/sdk";
import { createSqsEvent } from "../../support/sqs-event.ts";
import { createQueueRuntime, type TestQueue } from "../../support/sqs-runtime.ts";

const POISON = '{"fails":true}';

/** A FIFO queue that writes down which jobs begin and end. */
function createBilling(options: Partial<TestQueue> = {}) {
  const trace: string[] = [];
  const handler = async (payload: { fails?: boolean }, { jobId }: { jobId: string }) => {
    trace.push(`begin ${jobId}`);
    await new Promise(setImmediate);
    trace.push(`end ${jobId}`);
    if (payload.fails) throw new Error("No");
  };
  const module = { default: handler, config: { retryDelay: 7 } };
  const record = (id: string, body = "{}") => ({
    id,
    queue: "billing.fifo",
    group: id.slice(0, 1),
    body,
  });
  return { trace, record, ...createQueueRuntime({ "billing.fifo": { module, ...options } }) };
}

describe("Order of a FIFO queue", () => {
  it("runs one job at a time, in order", async () => {
    const { handle, trace, record } = createBilling();
    const event = createSqsEvent(record("a1"), record("b1"), record("a2"));
    assert.deepEqual(await handle(event), []);
    assert.deepEqual(trace, ["begin a1", "end a1", "begin a2", "end a2", "begin b1", "end b1"]);
  });

  it("returns a failed job and the later ones of its group, unrun, and goes on with other groups", async () => {
    const { handle, trace, record, visibility } = createBilling();
    const failures = await handle(
      createSqsEvent(
        record("a1"),
        record("a2", POISON),
        record("b1"),
        record("a3"),
        record("b2"),
        record("a4"),
      ),
    );
    assert.deepEqual(failures, ["a2", "a3", "a4"]);
    assert.deepEqual(
      trace.filter((line) => line.startsWith("begin")),
      ["begin a1", "begin a2", "begin b1", "begin b2"],
    );
    assert.deepEqual(visibility, [
      { receipt: "receipt-a2", seconds: 7 },
      { receipt: "receipt-a3", seconds: 7 },
      { receipt: "receipt-a4", seconds: 7 },
    ]);
  });

  it("runs groups side by side if the queue says so, and each group still in order", async () => {
    const { handle, trace, record } = createBilling({ groups: "concurrent" });
    const event = createSqsEvent(record("a1"), record("a2"), record("b1", POISON), record("b2"));
    assert.deepEqual(await handle(event), ["b1", "b2"]);
    assert.deepEqual(trace.slice(0, 2), ["begin a1", "begin b1"]);
    assert.deepEqual(
      trace.filter((line) => / a/.test(line)),
      ["begin a1", "end a1", "begin a2", "end a2"],
    );
  });

  it("sends a job that failed for the last time to the dead-letter queue itself, so that the later ones run", async () => {
    const { handle, trace, record } = createBilling({ maxReceives: 3 });
    const event = createSqsEvent(
      { ...record("a1", POISON), receivedCount: 3 },
      { ...record("a2"), receivedCount: 3 },
    );
    assert.deepEqual(await handle(event), []);
    assert.deepEqual(trace, ["begin a1", "end a1", "begin a2", "end a2"]);
  });

  it("does not remember a failed group in the next invocation", async () => {
    const { handle, trace, record } = createBilling();
    assert.deepEqual(await handle(createSqsEvent(record("a1", POISON), record("a2"))), [
      "a1",
      "a2",
    ]);
    trace.length = 0;
    assert.deepEqual(await handle(createSqsEvent(record("a1"), record("a2"))), []);
    assert.deepEqual(trace, ["begin a1", "end a1", "begin a2", "end a2"]);
  });

  it("goes on with the group after a job that went to the dead-letter queue", async () => {
    const ran: string[] = [];
    const handler = (_: unknown, { jobId }: { jobId: string }) => {
      ran.push(jobId);
      if (jobId === "a1") throw new JobError("No such customer", { retry: false });
    };
    const { handle } = createQueueRuntime({ "billing.fifo": { module: { default: handler } } });
    const fields = { queue: "billing.fifo", group: "a" };
    const event = createSqsEvent({ id: "a1", ...fields }, { id: "a2", ...fields });
    assert.deepEqual(await handle(event), []);
    assert.deepEqual(ran, ["a1", "a2"]);
  });
});
