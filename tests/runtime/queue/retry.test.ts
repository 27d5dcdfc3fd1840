import assert from "node:assert/strict";
import { JobError, validate } from "queuerun/sdk";
import * as v from "valibot";
import { createSqsEvent } from "../../support/sqs-event.ts";
import { createQueueRuntime } from "../../support/sqs-runtime.ts";

const BUSY = new Error("The mail server is busy");
const failing = (config: object, error: unknown = BUSY) => ({
  module: { default: () => Promise.reject(error), config },
});

describe("Retry of a failed job", () => {
  it("sets the visibility of its message, and logs one line with queue, job, receive and next try", async () => {
    const { handle, visibility, log } = createQueueRuntime({
      email: failing({ retryDelay: "2m" }),
    });
    assert.deepEqual(await handle(createSqsEvent({ id: "1", receivedCount: 3 })), ["1"]);
    assert.deepEqual(visibility, [{ receipt: "receipt-1", seconds: 120 }]);
    assert.deepEqual(log, [
      'Job 1 of queue "email" failed (receive 3 of 5, request request-1), runs again in 120 s: Error: The mail server is busy',
    ]);
  });

  it("makes it visible at once after the last receive, for SQS to move it", async () => {
    const { handle, visibility, log } = createQueueRuntime({ email: failing({ retryDelay: 60 }) });
    assert.deepEqual(await handle(createSqsEvent({ id: "1", receivedCount: 5 })), ["1"]);
    assert.deepEqual(visibility, [{ receipt: "receipt-1", seconds: 0 }]);
    assert.deepEqual(log, [
      'Job 1 of queue "email" failed (receive 5 of 5, request request-1), goes to the dead-letter queue: Error: The mail server is busy',
    ]);
  });

  it("falls back to the default delay if retryDelay is no duration, and says so", async () => {
    const { handle, visibility, log } = createQueueRuntime({
      email: failing({ retryDelay: "soon" }),
    });
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), ["1"]);
    assert.deepEqual(visibility, [{ receipt: "receipt-1", seconds: 1 }]);
    assert.deepEqual(log, [
      'Retry delay of queue "email": TypeError: "config.retryDelay" is "soon", must be a number of seconds, or "90s", "15m", "12h", "7d"',
      'Job 1 of queue "email" failed (receive 1 of 5, request request-1), runs again in 1 s: Error: The mail server is busy',
    ]);
  });

  it("returns the job all the same if SQS does not change the visibility", async () => {
    const refusal = {
      ok: false,
      code: "ReceiptHandleIsInvalid",
      reason: "No",
      retryable: false,
    } as const;
    const { handle, log } = createQueueRuntime(
      { email: failing({ retryDelay: 3 }) },
      { sqs: { changeVisibilityBatch: async () => [refusal] } },
    );
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), ["1"]);
    assert.deepEqual(log.slice(1), [
      'Cannot make job 1 of queue "email" visible in 3 s: Error: No (ReceiptHandleIsInvalid)',
    ]);
  });

  it("changes the messages that failed in one turn in one request", async () => {
    const requests: number[] = [];
    const { handle } = createQueueRuntime(
      { email: failing({ retryDelay: 1 }) },
      {
        sqs: {
          async changeVisibilityBatch(_, changes) {
            requests.push(changes.length);
            return changes.map(() => ({ ok: true, value: undefined }));
          },
        },
      },
    );
    const records = Array.from({ length: 12 }, (_, index) => ({ id: String(index) }));
    assert.equal((await handle(createSqsEvent(...records))).length, 12);
    assert.deepEqual(requests, [10, 2]);
  });

  it("survives an error that cannot be looked at", async () => {
    const hostile = new Proxy(new Error("No"), {
      getPrototypeOf() {
        throw new Error("Do not look");
      },
    });
    const handler = (payload: unknown) => (payload === 1 ? Promise.reject(hostile) : undefined);
    const { handle, log } = createQueueRuntime({ email: { module: { default: handler } } });
    assert.deepEqual(await handle(createSqsEvent({ id: "1", body: "1" }, { id: "2" })), ["1"]);
    assert.deepEqual(log, [
      'Job 1 of queue "email" failed (receive 1 of 5, request request-1), runs again in 1 s: Error: What was thrown cannot be printed: it throws when it is looked at',
    ]);
  });
});

describe("Dead letter", () => {
  it("is sent at once for a JobError that is not to be retried, with the reason, and the job is done", async () => {
    const error = new JobError("No such address", { retry: false });
    const { handle, sent, visibility, log } = createQueueRuntime({ email: failing({}, error) });
    const attribute = '{"params":{"lang":"de"}}';
    assert.deepEqual(
      await handle(createSqsEvent({ id: "1", body: '{"to":"ann"}', attribute })),
      [],
    );
    assert.deepEqual(sent, {
      "shop-d-email": [
        {
          queue: "email",
          body: '{"to":"ann"}',
          attributes: {
            queuerun: attribute,
            "queuerun-dead-letter": '{"reason":"No such address","jobId":"1","receivedCount":1}',
          },
        },
      ],
    });
    assert.deepEqual(visibility, []);
    assert.deepEqual(log, [
      'Job 1 of queue "email" failed (receive 1 of 5, request request-1), sent to the dead-letter queue: JobError: No such address',
    ]);
  });

  it("keeps the message group of a FIFO job, and has the same deduplication ID each time", async () => {
    const error = new JobError("No", { retry: false });
    const { handle, sent } = createQueueRuntime({ "billing.fifo": failing({}, error) });
    const event = createSqsEvent({ id: "1", queue: "billing.fifo", group: "ann" });
    assert.deepEqual([await handle(event), await handle(event)], [[], []]);
    const [first, second] = sent["shop-d-billing.fifo"] ?? [];
    assert.deepEqual([first?.messageGroupId, first?.messageDeduplicationId], ["ann", "1"]);
    assert.deepEqual(second, first);
  });

  it("is what becomes of a payload that does not fit the schema", async () => {
    const module = { default: validate(v.object({ to: v.string() }), () => {}) };
    const { handle, sent } = createQueueRuntime({ email: { module } });
    assert.deepEqual(await handle(createSqsEvent({ id: "1", body: '{"to":17}' })), []);
    const [letter] = sent["shop-d-email"] ?? [];
    assert.deepEqual(JSON.parse(letter?.attributes["queuerun-dead-letter"] ?? ""), {
      reason:
        "The payload does not fit the schema: /to: Invalid type: Expected string but received 17",
      jobId: "1",
      receivedCount: 1,
    });
  });

  it("leaves the job to be retried if it cannot be sent", async () => {
    const error = new JobError("No such address", { retry: false });
    const { handle, visibility, log } = createQueueRuntime(
      { email: failing({ retryDelay: 9 }, error) },
      { sqs: { sendBatch: () => Promise.reject(new Error("No network")) } },
    );
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), ["1"]);
    assert.deepEqual(visibility, [{ receipt: "receipt-1", seconds: 9 }]);
    assert.deepEqual(log, [
      'Cannot send job 1 of queue "email" to the dead-letter queue: SendError: Cannot send to queue "email": No network (Error)',
      'Job 1 of queue "email" failed (receive 1 of 5, request request-1), runs again in 9 s: JobError: No such address',
    ]);
  });
});
