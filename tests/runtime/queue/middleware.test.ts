import assert from "node:assert/strict";
import { type JobMiddleware, reportError } from "queuerun/sdk";
import { createSqsEvent } from "../../support/sqs-event.ts";
import { createQueueRuntime } from "../../support/sqs-runtime.ts";

/** A queue with two folders of middleware, whose hooks write down that they ran. */
function createTraced(handler: () => unknown, hooks: JobMiddleware = {}) {
  const trace: string[] = [];
  const createHooks = (name: string) =>
    ({
      onRequest: ({ payload }) => void trace.push(`${name} onRequest ${payload}`),
      onResponse: ({ jobId }) => void trace.push(`${name} onResponse ${jobId}`),
      onError: (error, { jobId }) => void trace.push(`${name} onError ${jobId}: ${error}`),
    }) satisfies JobMiddleware;
  const module = {
    default: () => {
      trace.push("handler");
      return handler();
    },
    config: { retryDelay: 1 },
    ...createHooks("own"),
  };
  const middleware = [createHooks("outer"), { ...createHooks("inner"), ...hooks }];
  const index = {
    onError: (error: unknown, place: unknown) =>
      void trace.push(`index ${error} ${JSON.stringify(place)}`),
  };
  return { trace, ...createQueueRuntime({ email: { module, middleware } }, { index }) };
}

const EVENT = createSqsEvent({ id: "1", body: '"hello"' });
const FAIL = () => Promise.reject(new Error("No"));

describe("Middleware of queues", () => {
  it("runs onRequest outermost first, and onResponse innermost first once the job is done", async () => {
    const { handle, trace } = createTraced(() => "ignored");
    assert.deepEqual(await handle(EVENT), []);
    assert.deepEqual(trace, [
      "outer onRequest hello",
      "inner onRequest hello",
      "own onRequest hello",
      "handler",
      "own onResponse 1",
      "inner onResponse 1",
      "outer onResponse 1",
    ]);
  });

  it("ends the job as done when onRequest returns a value", async () => {
    const { handle, trace } = createTraced(FAIL, { onRequest: async () => false });
    assert.deepEqual(await handle(EVENT), []);
    assert.deepEqual(trace, [
      "outer onRequest hello",
      "own onResponse 1",
      "inner onResponse 1",
      "outer onResponse 1",
    ]);
  });

  it("runs onError innermost first, and that of index.ts; the job is retried whatever they return", async () => {
    const { handle, trace } = createTraced(FAIL, { onError: () => "handled" as never });
    assert.deepEqual(await handle(EVENT), ["1"]);
    assert.deepEqual(trace.slice(3), [
      "handler",
      "own onError 1: Error: No",
      "outer onError 1: Error: No",
      'index Error: No {"kind":"queue","name":"email","requestId":"request-1","user":null}',
    ]);
  });

  it("retries the job when onResponse throws", async () => {
    const { handle, log } = createTraced(() => {}, { onResponse: FAIL });
    assert.deepEqual(await handle(EVENT), ["1"]);
    assert.deepEqual(log, [
      'Job 1 of queue "email" failed (receive 1 of 5, request request-1), runs again in 1 s: Error: No',
    ]);
  });

  it("tells onError of index.ts of an error that the job reported, and is done all the same", async () => {
    const { handle, trace, log } = createTraced(() => reportError(new Error("Cache is cold")));
    const event = createSqsEvent({ id: "1", body: '"hello"', attribute: '{"user":"ann"}' });
    assert.deepEqual(await handle(event), []);
    assert.deepEqual(
      trace.filter((line) => line.startsWith("index")),
      [
        'index Error: Cache is cold {"kind":"queue","name":"email","requestId":"request-1","user":{"id":"ann"}}',
      ],
    );
    assert.deepEqual(log, [
      'Job 1 of queue "email" reported (request request-1): Error: Cache is cold',
    ]);
  });

  it("logs an onError that throws, and goes on with the next", async () => {
    const onError = () => Promise.reject(new Error("No network"));
    const { handle, trace, log } = createTraced(FAIL, { onError });
    assert.deepEqual(await handle(EVENT), ["1"]);
    assert.deepEqual(trace.slice(4, 6), ["own onError 1: Error: No", "outer onError 1: Error: No"]);
    assert.deepEqual(log, [
      'onError failed (job 1 of queue "email"): Error: No network',
      'Job 1 of queue "email" failed (receive 1 of 5, request request-1), runs again in 1 s: Error: No',
    ]);
  });
});
