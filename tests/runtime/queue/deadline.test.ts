import assert from "node:assert/strict";
import { once } from "node:events";
import { type Job, queues } from "queuerun/sdk";
import { currentInvocation } from "../../../sdk/context.ts";
import { createSqsEvent } from "../../support/sqs-event.ts";
import { createQueueRuntime } from "../../support/sqs-runtime.ts";

describe("Deadline of a job", () => {
  it("makes a job that takes too long one batch item failure, and its neighbours keep their results", async () => {
    const reasons: unknown[] = [];
    const handler = async (payload: unknown, { signal }: Job) => {
      if (payload !== "slow") return;
      await once(signal, "abort");
      reasons.push(String(signal.reason));
      await new Promise(() => {});
    };
    const { handle, visibility, log } = createQueueRuntime({
      email: { module: { default: handler, config: { retryDelay: 30 } }, timeoutSeconds: 0.02 },
    });
    const event = createSqsEvent({ id: "1" }, { id: "2", body: "slow" }, { id: "3" });
    assert.deepEqual(await handle(event), ["2"]);
    assert.deepEqual(reasons, ["DeadlineError: Timed out after 0.02 s"]);
    assert.deepEqual(visibility, [{ receipt: "receipt-2", seconds: 30 }]);
    assert.deepEqual(log, [
      'Job 2 of queue "email" failed (receive 1 of 5, request request-1), runs again in 30 s: Timed out after 0.02 s',
    ]);
  });

  it("counts while modules are loaded, and then does not begin the handler", async () => {
    let loaded: ((module: object) => void) | undefined;
    const calls: string[] = [];
    const module = { default: () => void calls.push("called") };
    const { runtime, handle } = createQueueRuntime({ email: { module, timeoutSeconds: 0.02 } });
    Object.assign(runtime.entry.queues.email ?? {}, {
      load: () => new Promise((resolve) => (loaded = resolve)),
    });
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), ["1"]);
    loaded?.(module);
    await new Promise(setImmediate);
    assert.deepEqual(calls, []);
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), []);
    assert.deepEqual(calls, ["called"]);
  });

  it("tells each job itself, in its own invocation", async () => {
    const users: unknown[] = [];
    const handler = async (_: unknown, { signal }: Job) => {
      signal.addEventListener("abort", () => users.push(currentInvocation()?.user));
      await new Promise(() => {});
    };
    const { handle } = createQueueRuntime({
      email: { module: { default: handler }, timeoutSeconds: 0.02 },
    });
    const event = createSqsEvent(
      { id: "1", attribute: '{"user":"ann"}' },
      { id: "2", attribute: '{"user":"bob"}' },
    );
    assert.deepEqual(await handle(event), ["1", "2"]);
    assert.deepEqual(users, [{ id: "ann" }, { id: "bob" }]);
  });

  it("aborts the signal when the job is done, so that what it left behind can stop", async () => {
    let left: AbortSignal | undefined;
    const handler = (_: unknown, { signal }: Job) => {
      left = signal;
    };
    const { handle } = createQueueRuntime({ email: { module: { default: handler } } });
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), []);
    assert.equal(String(left?.reason), "Error: The handler is done");
  });

  it("is in a copy of the job as well", async () => {
    const left: AbortSignal[] = [];
    const handler = (_: unknown, job: Job) => {
      left.push({ ...job }.signal);
    };
    const { handle } = createQueueRuntime({ email: { module: { default: handler } } });
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), []);
    assert.deepEqual(left.map(String), ["[object AbortSignal]"]);
  });

  it("does not begin a job that may take longer than what is left, and gives it back at once", async () => {
    let now = 0;
    const ran: string[] = [];
    const handler = (_: unknown, { jobId }: Job) => {
      ran.push(jobId);
      now += 60_000;
    };
    const { handle, visibility, log } = createQueueRuntime({
      "billing.fifo": { module: { default: handler }, timeoutSeconds: 50 },
    });
    const record = (id: string) => ({ id, queue: "billing.fifo", group: id.slice(0, 1) });
    const event = createSqsEvent(record("a1"), record("a2"), record("a3"), record("b1"));
    const failures = await handle(event, { remainingMs: () => 105_000 - now });
    assert.deepEqual(ran, ["a1"]);
    assert.deepEqual(failures, ["a2", "a3", "b1"]);
    assert.deepEqual(visibility, [
      { receipt: "receipt-a2", seconds: 0 },
      { receipt: "receipt-a3", seconds: 0 },
      { receipt: "receipt-b1", seconds: 0 },
    ]);
    assert.deepEqual(log, [
      'Job a2 of queue "billing.fifo" not begun: 44 s are left, it may take 50 s',
      'Job b1 of queue "billing.fifo" not begun: 44 s are left, it may take 50 s',
    ]);
  });
});

describe("Pushes of a job", () => {
  it("are sent before the job is done, also those that nobody awaited", async () => {
    const sending = Promise.withResolvers<void>();
    const handler = () => void queues.get("email").push("later");
    const { handle, runtime } = createQueueRuntime({ email: { module: { default: handler } } });
    const sqs = await runtime.openSqs();
    const send = sqs.sendBatch;
    let sent = 0;
    Object.assign(sqs, {
      async sendBatch(...args: Parameters<typeof send>) {
        await sending.promise;
        sent += args[1].length;
        return await send(...args);
      },
    });
    const handling = handle(createSqsEvent({ id: "1" }));
    setImmediate(() => setImmediate(sending.resolve));
    assert.deepEqual(await handling, []);
    assert.equal(sent, 1);
  });

  it("fail the job if one fails that nobody awaited, and name its line", async () => {
    const handler = async () => {
      queues.get("email").push(1n);
    };
    const { handle, log } = createQueueRuntime({
      email: { module: { default: handler, config: { retryDelay: 1 } } },
    });
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), ["1"]);
    const [line = ""] = log;
    const [, file, rest] = /not awaited: .*\/(tests\/.+):\d+:\d+: (.+)$/.exec(line) ?? [];
    assert.equal(file, "tests/runtime/queue/deadline.test.ts");
    assert.equal(
      rest,
      'Cannot push to queue "email": payload is a BigInt (1n), which JSON cannot hold',
    );
  });

  it("do not hide the error of the job itself", async () => {
    const handler = async () => {
      queues.get("email").push(1n);
      throw new Error("No such order");
    };
    const { handle, log } = createQueueRuntime({
      email: { module: { default: handler, config: { retryDelay: 1 } } },
    });
    assert.deepEqual(await handle(createSqsEvent({ id: "1" })), ["1"]);
    assert.match(log[0] ?? "", /^UnawaitedPushError: 1 failed push was not awaited/);
    assert.match(log[1] ?? "", /runs again in 1 s: Error: No such order$/);
  });

  it("carry one hop more than the job, up to maxHops of index.ts", async () => {
    const handler = async () => void (await queues.get("email").push(1));
    const index = { config: { maxHops: 3 } };
    const module = { default: handler, config: { retryDelay: 1 } };
    const { handle, sent, log } = createQueueRuntime({ email: { module } }, { index });
    assert.deepEqual(await handle(createSqsEvent({ id: "1", attribute: '{"hops":2}' })), []);
    assert.deepEqual(sent["shop-q-email"], [
      { queue: "email", body: "1", attributes: { queuerun: '{"hops":3}' } },
    ]);
    assert.deepEqual(await handle(createSqsEvent({ id: "2", attribute: '{"hops":3}' })), ["2"]);
    assert.deepEqual(log, [
      'Job 2 of queue "email" failed (receive 1 of 5, request request-1), runs again in 1 s: PushError: Cannot push to queue "email": the chain of jobs that push jobs has 3 hops, at most 3. Set "maxHops" in the config of index.ts if it is meant to go on',
    ]);
  });
});
