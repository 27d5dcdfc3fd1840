import assert from "node:assert/strict";
import { JobError, queues, type ScheduledJob } from "queuerun/sdk";
import { createScheduleJob } from "../../../manifest/internal-job.ts";
import { createSqsEvent } from "../../support/sqs-event.ts";
import { createQueueRuntime } from "../../support/sqs-runtime.ts";

const DUE = "2026-11-26T04:15:00Z";

/** An event with a schedule that is due. */
function due(name: string, fields: { readonly receivedCount?: number } = {}) {
  const body = JSON.stringify(createScheduleJob(name, DUE));
  return createSqsEvent({ id: "1", queue: "_internal", body, ...fields });
}

describe("a schedule", () => {
  it("runs when its message comes, and is told which and since when it is due", async () => {
    const jobs: unknown[] = [];
    const module = {
      default: ({ signal, ...job }: ScheduledJob) => jobs.push(job, signal.aborted),
    };
    const { handle, log } = createQueueRuntime({}, { schedules: { cleanup: { module } } });
    assert.deepEqual(await handle(due("cleanup")), []);
    assert.deepEqual(jobs, [
      {
        name: "cleanup",
        jobId: "1",
        cron: "15 4 * * *",
        scheduledAt: new Date(DUE),
        receivedCount: 1,
      },
      false,
    ]);
    assert.deepEqual(log, []);
  });

  it("runs within its middleware, outermost first", async () => {
    const steps: string[] = [];
    const hooks = (name: string) => ({
      onRequest: (job: ScheduledJob) => void steps.push(`${name} request ${job.name}`),
      onResponse: (job: ScheduledJob) => void steps.push(`${name} response ${job.name}`),
    });
    const module = { ...hooks("own"), default: () => steps.push("run") };
    const schedules = { cleanup: { module, middleware: [hooks("folder")] } };
    await createQueueRuntime({}, { schedules }).handle(due("cleanup"));
    assert.deepEqual(steps, [
      "folder request cleanup",
      "own request cleanup",
      "run",
      "own response cleanup",
      "folder response cleanup",
    ]);
  });

  it("pushes to queues, which do not include the internal one", async () => {
    const errors: unknown[] = [];
    const module = {
      async default() {
        void queues.get("email").push({ to: "ann" });
        await queues
          .get("_internal")
          .push({})
          .catch((error) => errors.push(error.message));
      },
    };
    const email = { module: { default: () => {} } };
    const runtime = createQueueRuntime({ email }, { schedules: { cleanup: { module } } });
    assert.deepEqual(await runtime.handle(due("cleanup")), []);
    assert.deepEqual(
      runtime.sent["shop-q-email"]?.map(({ body }) => body),
      ['{"to":"ann"}'],
    );
    assert.deepEqual(errors, ['No queue "_internal". Queues: email']);
  });

  it("is tried again after its own retry delay when it fails, which middleware and index are told", async () => {
    const seen: unknown[] = [];
    const module = {
      config: { retryDelay: "2m" },
      default() {
        throw new Error("no database");
      },
      onError: (error: Error, job: ScheduledJob) => seen.push([error.message, job.jobId]),
    };
    const index = { onError: (error: Error, place: object) => seen.push([error.message, place]) };
    const runtime = createQueueRuntime({}, { index, schedules: { cleanup: { module } } });
    assert.deepEqual(await runtime.handle(due("cleanup")), ["1"]);
    assert.deepEqual(runtime.visibility, [{ receipt: "receipt-1", seconds: 120 }]);
    assert.deepEqual(seen, [
      ["no database", "1"],
      ["no database", { kind: "schedule", name: "cleanup", requestId: "request-1", user: null }],
    ]);
    assert.deepEqual(runtime.log, [
      'Job 1 of schedule "cleanup" failed (receive 1 of 5, request request-1), runs again in 120 s: Error: no database',
    ]);
  });

  it("fails at its own timeout, and aborts its signal", async () => {
    const aborted = Promise.withResolvers<string>();
    const module = {
      default: ({ signal }: ScheduledJob) =>
        new Promise(() =>
          signal.addEventListener("abort", () => aborted.resolve(signal.reason.message)),
        ),
    };
    const schedules = { cleanup: { module, timeoutSeconds: 0.02 } };
    const runtime = createQueueRuntime({}, { schedules });
    assert.deepEqual(await runtime.handle(due("cleanup", { receivedCount: 5 })), ["1"]);
    assert.equal(await aborted.promise, "Timed out after 0.02 s");
    assert.deepEqual(runtime.log, [
      'Job 1 of schedule "cleanup" failed (receive 5 of 5, request request-1), goes to the dead-letter queue: Timed out after 0.02 s',
    ]);
  });

  it("is not begun when less time is left than it may take", async () => {
    const module = { default: () => assert.fail("It has run") };
    const runtime = createQueueRuntime({}, { schedules: { cleanup: { module } } });
    assert.deepEqual(await runtime.handle(due("cleanup"), { remainingMs: () => 200_000 }), ["1"]);
    assert.deepEqual(runtime.log, [
      'Job 1 of schedule "cleanup" not begun: 199 s are left, it may take 300 s',
    ]);
  });

  it("goes to the dead-letter queue at once when it asks to", async () => {
    const module = {
      default() {
        throw new JobError("gone", { retry: false });
      },
    };
    const runtime = createQueueRuntime({}, { schedules: { cleanup: { module } } });
    assert.deepEqual(await runtime.handle(due("cleanup")), []);
    assert.deepEqual(Object.keys(runtime.sent), ["shop-d-_internal"]);
  });

  it("fails when its default export is no function", async () => {
    const runtime = createQueueRuntime({}, { schedules: { cleanup: { module: {} } } });
    assert.deepEqual(await runtime.handle(due("cleanup", { receivedCount: 5 })), ["1"]);
    assert.deepEqual(runtime.log, [
      'Job 1 of schedule "cleanup" failed (receive 5 of 5, request request-1), goes to the dead-letter queue: TypeError: schedules/cleanup.ts: the default export is undefined, must be a function',
    ]);
  });
});

describe("the internal queue", () => {
  /** What is logged of a message that nobody understands, which must go to the dead-letter queue. */
  async function refuse(body: string): Promise<string> {
    const schedules = { cleanup: { module: { default: () => assert.fail("It has run") } } };
    const runtime = createQueueRuntime({}, { schedules });
    const event = createSqsEvent({ id: "1", queue: "_internal", body });
    assert.deepEqual(await runtime.handle(event), []);
    assert.deepEqual(
      runtime.sent["shop-d-_internal"]?.map((message) => message.body),
      [body],
    );
    return runtime.log.join("\n");
  }
  const failed = "failed (receive 1 of 5, request request-1), sent to the dead-letter queue";

  it("does not try again what nobody understands", async () => {
    const kind = (text: string) =>
      `Job 1 of queue "_internal" ${failed}: JobError: No job has the kind ${text}`;
    assert.equal(await refuse("not json"), kind("undefined"));
    assert.equal(await refuse("null"), kind("undefined"));
    assert.equal(await refuse('{"kind":"clock"}'), kind('"clock"'));
    const deep = `${'{"kind":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    assert.equal(await refuse(deep), kind("an object"));
  });

  it("does not try again a schedule that is no more, or has no time", async () => {
    const of = (name: string, reason: string) =>
      `Job 1 of schedule "${name}" ${failed}: JobError: ${reason}`;
    const body = (fields: object) => JSON.stringify({ kind: "schedule", ...fields });
    assert.equal(
      await refuse(body({ name: "report", scheduledAt: DUE })),
      of("report", 'No schedule "report". Schedules: cleanup'),
    );
    assert.equal(
      await refuse(body({ name: "toString", scheduledAt: DUE })),
      of("toString", 'No schedule "toString". Schedules: cleanup'),
    );
    assert.equal(
      await refuse(body({ name: "cleanup", scheduledAt: "soon" })),
      of("cleanup", '"scheduledAt" is "soon", must be a time'),
    );
    const noText = { toString: 1, valueOf: 1 };
    assert.equal(
      await refuse(body({ name: noText, scheduledAt: DUE })),
      of("an object", 'No schedule "an object". Schedules: cleanup'),
    );
    assert.equal(
      await refuse(body({ name: "cleanup", scheduledAt: noText })),
      of("cleanup", '"scheduledAt" is an object, must be a time'),
    );
  });
});
