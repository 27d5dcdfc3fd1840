import assert from "node:assert/strict";
import { JobTimer, type TimedJob } from "../../../runtime/queue/job-timer.ts";

/** A job with so many milliseconds, that says when it is ended. */
function createJob(milliseconds: number) {
  const ended = Promise.withResolvers<void>();
  const job = {
    endsAt: performance.now() + milliseconds,
    isOver: false,
    ended: ended.promise,
    expire() {
      job.isOver = true;
      ended.resolve();
    },
  };
  return job satisfies TimedJob;
}

/** Once all turns of the microtask queue are over. */
async function countTimers(): Promise<number> {
  await new Promise(setImmediate);
  return process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
}

describe("JobTimer", () => {
  it("ends each job when its own time is up, whichever began first, and none that is over", async () => {
    const timer = new JobTimer();
    const [long, over, short] = [createJob(40), createJob(10), createJob(20)];
    for (const job of [long, over, short]) timer.watch(job);
    over.isOver = true;
    const ended = await Promise.race([
      long.ended.then(() => "long"),
      over.ended.then(() => "over"),
      short.ended.then(() => "short"),
    ]);
    assert.equal(ended, "short");
    await long.ended;
    assert.ok(performance.now() >= long.endsAt);
    assert.deepEqual(await Promise.race([over.ended, "not ended"]), "not ended");
  });

  it("ends a job that began while it waited for another", async () => {
    const timer = new JobTimer();
    const first = createJob(10);
    timer.watch(first);
    await new Promise(setImmediate);
    const second = createJob(20);
    timer.watch(second);
    await first.ended;
    await second.ended;
  });

  it("needs no timer for jobs that are over after their first turns", async () => {
    const timer = new JobTimer();
    const before = await countTimers();
    const job = createJob(10);
    timer.watch(job);
    await undefined;
    job.isOver = true;
    assert.equal(await countTimers(), before);
    const next = createJob(10);
    timer.watch(next);
    await next.ended;
  });

  it("has none when it is closed", async () => {
    const timer = new JobTimer();
    const before = await countTimers();
    timer.watch(createJob(60_000));
    assert.equal(await countTimers(), before + 1);
    timer.close();
    assert.equal(await countTimers(), before);
  });
});
