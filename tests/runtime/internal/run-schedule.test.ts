import assert from "node:assert/strict";
import { queues, type ScheduledJob } from "queuerun/sdk";
import { createScheduleJob } from "../../../manifest/internal-job.ts";
import { runSchedule } from "../../../runtime/internal/run-schedule.ts";
import { createContext } from "../../support/http-event.ts";
import { createQueueRuntime } from "../../support/sqs-runtime.ts";

const EVENT = { ...createScheduleJob("cleanup", "2026-11-26T12:00:00.000Z") };

describe("runSchedule()", () => {
  it("runs a schedule, and waits for it and its pushes", async () => {
    const jobs: unknown[] = [];
    const module = {
      async default({ signal: _, ...job }: ScheduledJob) {
        await new Promise(setImmediate);
        jobs.push(job);
        void queues.get("email").push({});
      },
    };
    const email = { module: { default: () => {} } };
    const schedules = { cleanup: { module, cron: null } };
    const { runtime, sent } = createQueueRuntime({ email }, { schedules });
    assert.equal(await runSchedule(EVENT, runtime, createContext("request-1")), null);
    assert.deepEqual(jobs, [
      {
        name: "cleanup",
        jobId: "request-1",
        cron: null,
        scheduledAt: new Date("2026-11-26T12:00:00Z"),
        receivedCount: 1,
      },
    ]);
    assert.equal(sent["shop-q-email"]?.length, 1);
  });

  it("rejects with the error of the schedule, which is told to index and not tried again", async () => {
    const error = new Error("no database");
    const module = {
      default() {
        throw error;
      },
    };
    const seen: unknown[] = [];
    const index = { onError: (...args: unknown[]) => seen.push(args) };
    const runtime = createQueueRuntime({}, { index, schedules: { cleanup: { module } } });
    await assert.rejects(runSchedule(EVENT, runtime.runtime, createContext("request-1")), error);
    assert.deepEqual(seen, [
      [error, { kind: "schedule", name: "cleanup", requestId: "request-1", user: null }],
    ]);
    assert.deepEqual([runtime.visibility, runtime.sent], [[], {}]);
  });

  it("rejects for a schedule that is not there", async () => {
    const schedules = { report: { module: { default: () => {} } } };
    const { runtime } = createQueueRuntime({}, { schedules });
    await assert.rejects(runSchedule(EVENT, runtime, createContext("request-1")), {
      message: 'No schedule "cleanup". Schedules: report',
    });
  });
});
