import assert from "node:assert/strict";
import type { SQSEvent } from "aws-lambda";
import fc from "fast-check";
import { type Job, queues } from "queuerun/sdk";
import { currentInvocation } from "../../../sdk/context.ts";
import { createSqsEvent } from "../../support/sqs-event.ts";
import { createQueueRuntime } from "../../support/sqs-runtime.ts";

describe("handleQueueEvent", () => {
  it("gives the handler the payload and the job", async () => {
    const calls: unknown[] = [];
    const handler = (payload: unknown, { signal, ...job }: Job) => {
      calls.push(payload, job, signal.aborted);
    };
    const { handle } = createQueueRuntime({ "billing.fifo": { module: { default: handler } } });
    const failures = await handle(
      createSqsEvent({
        id: "job-1",
        queue: "billing.fifo",
        body: '{"orderId":17}',
        attribute: '{"params":{"lang":"de"},"hops":3,"user":"ann"}',
        group: "ann",
        receivedCount: 2,
      }),
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(calls, [
      { orderId: 17 },
      {
        payload: { orderId: 17 },
        jobId: "job-1",
        queueName: "billing.fifo",
        groupId: "ann",
        sequenceNumber: "18849496460467696128",
        params: { lang: "de" },
        queuedAt: new Date("2026-11-23T22:20:00Z"),
        receivedCount: 2,
        user: { id: "ann" },
      },
      false,
    ]);
  });

  it("takes messages of any producer: what is not JSON is a string, an odd attribute is absent", async () => {
    const jobs: unknown[] = [];
    const module = {
      default: (payload: unknown, { params }: Job) => jobs.push({ payload, params }),
    };
    const { handle } = createQueueRuntime({ email: { module } });
    const failures = await handle(
      createSqsEvent(
        { id: "text", body: "Hello {" },
        { id: "number", body: "17" },
        { id: "empty", body: "" },
        { id: "odd", attribute: '{"params":[1],"hops":"many","type":7}' },
        { id: "broken", attribute: "{" },
        { id: "null", attribute: "null" },
        { id: "bytes", body: '"AP8="', attribute: '{"type":"bytes"}' },
        { id: "no bytes", body: "{}", attribute: '{"type":"bytes"}' },
      ),
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(jobs, [
      { payload: "Hello {", params: {} },
      { payload: 17, params: {} },
      { payload: "", params: {} },
      { payload: {}, params: {} },
      { payload: {}, params: {} },
      { payload: {}, params: {} },
      { payload: Buffer.from([0, 255]), params: {} },
      { payload: {}, params: {} },
    ]);
  });

  it("runs the jobs of a standard queue side by side, and returns those that failed", async () => {
    const allStarted = Promise.withResolvers<void>();
    let started = 0;
    const handler = async (payload: unknown) => {
      if (++started === 3) allStarted.resolve();
      await allStarted.promise;
      if (payload === "poison") throw new Error("No");
    };
    const { handle } = createQueueRuntime({ email: { module: { default: handler } } });
    const event = createSqsEvent({ id: "1" }, { id: "2", body: "poison" }, { id: "3" });
    assert.deepEqual(await handle(event), ["2"]);
  });

  it("returns all jobs of a queue that this backend does not have", async () => {
    const { handle, log } = createQueueRuntime({});
    const event = createSqsEvent({ id: "1" }, { id: "2", queue: "__proto__" });
    assert.deepEqual(await handle(event), ["1", "2"]);
    assert.deepEqual(log, [
      'Cannot run jobs 1: this backend has no queue "email"',
      'Cannot run jobs 2: this backend has no queue "__proto__"',
    ]);
  });

  it("returns all jobs of a queue whose module does not load, or has no handler", async () => {
    const { handle, log, runtime } = createQueueRuntime({ email: { module: {} } });
    assert.deepEqual(await handle(createSqsEvent({ id: "1", receivedCount: 5 })), ["1"]);
    const broken = { ...runtime.entry.queues.email, load: () => Promise.reject(new Error("Gone")) };
    Object.assign(runtime.entry.queues, { email: broken });
    assert.deepEqual(await handle(createSqsEvent({ id: "2", receivedCount: 5 })), ["2"]);
    const place = 'of queue "email" failed (receive 5 of 5, request request-1), goes to the';
    assert.deepEqual(log, [
      `Job 1 ${place} dead-letter queue: TypeError: queues/email.ts: the default export is undefined, must be a function`,
      `Job 2 ${place} dead-letter queue: Error: Gone`,
    ]);
  });

  it("keeps two interleaved invocations apart, and the user of each with the jobs it pushes", async () => {
    const bothStarted = Promise.withResolvers<void>();
    let started = 0;
    const handler = async ({ name }: { name: string }) => {
      if (++started === 2) bothStarted.resolve();
      await bothStarted.promise;
      queues.get("email").push({ from: name }, { params: { name } });
    };
    const one = createQueueRuntime({ email: { module: { default: handler } } });
    const two = createQueueRuntime({ email: { module: { default: handler } } });
    const results = await Promise.all([
      one.handle(createSqsEvent({ id: "1", body: '{"name":"one"}' })),
      two.handle(
        createSqsEvent({ id: "2", body: '{"name":"two"}', attribute: '{"hops":8,"user":"ann"}' }),
      ),
    ]);
    assert.deepEqual(results, [[], []]);
    const message = (name: string, hops: string) => ({
      queue: "email",
      body: `{"from":"${name}"}`,
      attributes: { queuerun: `{"params":{"name":"${name}"},"hops":${hops}}` },
    });
    assert.deepEqual(one.sent, { "shop-q-email": [message("one", "2")] });
    assert.deepEqual(two.sent, { "shop-q-email": [message("two", '9,"user":"ann"')] });
  });

  it("runs each job of a batch in an invocation of its own, and leaves its caller in its own", async () => {
    const seen: unknown[] = [];
    const handler = async (_: unknown, { jobId }: Job) => {
      await new Promise(setImmediate);
      seen.push([jobId, currentInvocation()?.user]);
    };
    for (const queue of ["email", "billing.fifo"]) {
      const { handle } = createQueueRuntime({ [queue]: { module: { default: handler } } });
      const record = (id: string) => ({
        id,
        queue,
        group: "a",
        attribute: JSON.stringify({ user: id }),
      });
      const event = createSqsEvent(record("1"), record("2"), record("3"));
      const handling = handle(event);
      assert.equal(currentInvocation(), undefined);
      assert.deepEqual(await handling, []);
      assert.equal(currentInvocation(), undefined);
    }
    const expected = ["1", "2", "3"].map((id) => [id, { id }]);
    assert.deepEqual(seen, [...expected, ...expected]);
  });

  it("takes a job for done that returns no promise, or something that is waited for like one", async () => {
    const done: string[] = [];
    const thenable = (name: string) => ({
      // biome-ignore lint/suspicious/noThenProperty: as query builders have it
      then: (resolve: (value: string) => void) => setImmediate(() => resolve(name)),
    });
    const handler = (payload: string) =>
      payload === "later" ? thenable(payload) : void done.push(payload);
    const onResponse = ({ payload }: { payload: string }) => void done.push(`after ${payload}`);
    for (const module of [{ default: handler }, { default: handler, onResponse }]) {
      const { handle } = createQueueRuntime({ email: { module } });
      const event = createSqsEvent({ id: "1", body: '"now"' }, { id: "2", body: '"later"' });
      assert.deepEqual(await handle(event), []);
    }
    assert.deepEqual(done, ["now", "now", "after now", "after later"]);
  });

  it("never throws, and returns only message IDs of the event, for any records", async () => {
    const { handle } = createQueueRuntime({
      email: { module: { default: (payload: unknown) => assert.equal(payload, 1) } },
      "billing.fifo": { module: { default: () => Promise.reject(null) } },
    });
    const text = fc.oneof(fc.string(), fc.json(), fc.constant("{}"), fc.constant("1"));
    const hostile = fc.oneof({ weight: 3, arbitrary: text }, fc.anything());
    const name = fc.constantFrom("shop-q-email", "shop-q-billing.fifo", "shop-q-", "other");
    const record = fc.record(
      {
        messageId: fc.oneof(fc.uuid(), hostile),
        receiptHandle: hostile,
        body: hostile,
        eventSource: fc.constant("aws:sqs"),
        eventSourceARN: fc.oneof(name, hostile),
        attributes: fc.oneof(
          fc.record(
            {
              ApproximateReceiveCount: hostile,
              SentTimestamp: hostile,
              MessageGroupId: hostile,
              SequenceNumber: hostile,
            },
            { requiredKeys: [] },
          ),
          hostile,
        ),
        messageAttributes: fc.oneof(
          fc.record({ queuerun: fc.record({ stringValue: text }) }),
          hostile,
        ),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 9, arbitrary: record }, fc.anything())),
        async (records) => {
          const ids = records.map((item) => (item as { messageId?: unknown } | null)?.messageId);
          const failures = await handle({ Records: records } as unknown as SQSEvent);
          assert.deepEqual(
            failures.filter((id) => !ids.includes(id)),
            [],
          );
        },
      ),
    );
  });
});
