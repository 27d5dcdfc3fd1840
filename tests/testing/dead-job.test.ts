import assert from "node:assert/strict";
import { DeadJobsError, JobErrors } from "../../testing/dead-job.ts";

const LETTER = { queue: "email", messageId: "7b1f", body: '{"to":"ann"}', attributes: {} };
const JOB = { jobId: "7b1f", queue: "email", payload: { to: "ann" }, params: {} };

describe("JobErrors", () => {
  it("takes the last error of a job from the log", () => {
    const errors = new JobErrors();
    const log = (receive: number, next: string, error: string) =>
      errors.readLine(
        `Job 7b1f of queue "email" failed (receive ${receive} of 2, request 6f), ${next}: ${error}`,
      );
    log(1, "runs again in 1 s", "Error: Busy");
    log(2, "goes to the dead-letter queue", "TypeError: No address: ann");
    errors.readLine("    at send (queues/email.ts:3:9)");
    assert.deepEqual(errors.createDeadJob(LETTER), { ...JOB, error: "TypeError: No address: ann" });
  });

  it("takes the error of an invocation for all of its jobs", () => {
    const errors = new JobErrors();
    errors.add(["6a2e", "7b1f"], "Task timed out after 3.00 seconds");
    const error = "Task timed out after 3.00 seconds";
    assert.deepEqual(errors.createDeadJob(LETTER), { ...JOB, error });
  });

  it("takes the reason of a job that was not to be retried, and its own ID", () => {
    const buried = { reason: "No such address", jobId: "3c9d", receivedCount: 1 };
    const attributes = {
      queuerun: '{"params":{"lang":"de"}}',
      "queuerun-dead-letter": JSON.stringify(buried),
    };
    assert.deepEqual(new JobErrors().createDeadJob({ ...LETTER, attributes }), {
      ...JOB,
      jobId: "3c9d",
      params: { lang: "de" },
      error: "No such address",
    });
  });

  it("names the schedule of a job that is one", () => {
    const errors = new JobErrors();
    errors.readLine(
      'Job 7b1f of schedule "cleanup" failed (receive 5 of 5, request 6f), goes to the dead-letter queue: Error: Busy',
    );
    const body = '{"kind":"schedule","name":"cleanup","scheduledAt":"2026-11-26T04:15:00Z"}';
    const origin = { queue: "_internal", schedule: "cleanup" };
    const job = errors.createDeadJob({ ...LETTER, ...origin, body });
    assert.deepEqual(job, { ...JOB, ...origin, payload: JSON.parse(body), error: "Error: Busy" });
    assert.equal(
      new DeadJobsError([job]).message,
      "1 job has gone to a dead-letter queue:\ncleanup 7b1f: Error: Busy",
    );
  });

  it("says so when nothing is known, also if another program has sent it", () => {
    const error = "It was received too often without being run";
    for (const text of ["", "{", "null", "3", "[]", '{"jobId":3,"reason":"no"}']) {
      const attributes = { "queuerun-dead-letter": text };
      assert.deepEqual(new JobErrors().createDeadJob({ ...LETTER, attributes }), { ...JOB, error });
    }
    assert.deepEqual(new JobErrors().createDeadJob(LETTER), { ...JOB, error });
  });
});

describe("DeadJobsError", () => {
  it("lists the jobs", () => {
    const job = { ...JOB, error: "Error: Busy" };
    assert.equal(
      new DeadJobsError([job, { ...job, jobId: "6a2e" }]).message,
      "2 jobs have gone to a dead-letter queue:\nemail 7b1f: Error: Busy\nemail 6a2e: Error: Busy",
    );
  });
});
