import assert from "node:assert/strict";
import { once } from "node:events";
import { findVisibleAfter, WakeTimers } from "../../dev/queue-changes.ts";

const TIMES = { delay: 0, visibility: 30 };

describe("findVisibleAfter", () => {
  const find = (operation: string, input: object, output = {}, times = TIMES) =>
    findVisibleAfter({ operation, input, output }, times);

  it("tells when sent messages are visible", () => {
    assert.deepEqual(find("SendMessage", {}), [0]);
    assert.deepEqual(find("SendMessage", {}, {}, { ...TIMES, delay: 7 }), [7]);
    const Entries = [{ DelaySeconds: 5 }, {}];
    assert.deepEqual(find("SendMessageBatch", { Entries }), [5, 0]);
  });

  it("tells when received messages come back", () => {
    assert.deepEqual(find("ReceiveMessage", {}), []);
    assert.deepEqual(find("ReceiveMessage", {}, { Messages: [{}, {}] }), [30, 30]);
    assert.deepEqual(find("ReceiveMessage", { VisibilityTimeout: 9 }, { Messages: [{}] }), [9]);
    assert.deepEqual(find("ChangeMessageVisibility", { VisibilityTimeout: 0 }), [0]);
    const Entries = [{ VisibilityTimeout: 1 }, { VisibilityTimeout: 2 }];
    assert.deepEqual(find("ChangeMessageVisibilityBatch", { Entries }), [1, 2]);
  });

  it("tells that a deleted message makes way in a FIFO queue", () => {
    const url = "http://127.0.0.1:1/000000000000/local-q-billing";
    assert.deepEqual(find("DeleteMessageBatch", { QueueUrl: `${url}.fifo`, Entries: [{}] }), [0]);
    assert.deepEqual(find("DeleteMessage", { QueueUrl: `${url}.fifo` }), [0]);
    assert.deepEqual(find("DeleteMessage", { QueueUrl: url }), []);
  });

  it("takes no notice of the rest", () => {
    assert.deepEqual(find("GetQueueAttributes", {}), []);
  });
});

describe("WakeTimers", () => {
  it("wakes once for all that are due at the same moment", async () => {
    const timers = new WakeTimers();
    const startedAt = Date.now();
    let woken = 0;
    await new Promise<void>((resolve) => {
      for (let message = 0; message < 100; message++)
        timers.schedule("email", 0.05, () => void woken++);
      timers.schedule("sms", 0.1, resolve);
    });
    assert.ok(Date.now() - startedAt >= 100);
    // Two, where the hundred were scheduled as one moment ended
    assert.ok(woken === 1 || woken === 2);
  });

  it("wakes nobody once it is cleared", async () => {
    const timers = new WakeTimers();
    timers.schedule("email", 0.01, () => assert.fail("It was cleared"));
    timers.clear();
    await once(AbortSignal.timeout(60), "abort");
  });
});
