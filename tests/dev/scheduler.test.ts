import assert from "node:assert/strict";
import type { LocalCloud } from "../../dev/local-cloud.ts";
import { type Scheduler, startScheduler } from "../../dev/scheduler.ts";
import { JOBS, useCloud } from "../support/dev-cloud.ts";
import { createOutput } from "../support/dev-output.ts";
import { createPackage } from "../support/dev-package.ts";
import { createSchedule } from "../support/queue-manifest.ts";
import { createTestClock, type TestClock } from "../support/test-clock.ts";

const CLEANUP = createSchedule("cleanup", { cron: "15 4 * * *", timezone: "Europe/Berlin" });
const REPORT = createSchedule("report", { cron: "*/15 * * * *" });
const BY_HAND = createSchedule("by-hand", { cron: null });

describe("startScheduler()", () => {
  const start = useCloud();
  const open: Scheduler[] = [];
  afterEach(() => {
    for (const scheduler of open.splice(0)) scheduler.close();
  });

  function schedule(cloud: LocalCloud, clock: TestClock) {
    const output = createOutput();
    open.push(startScheduler(cloud, { clock, output: output.write }));
    return output;
  }

  const job = (name: string, scheduledAt: string) =>
    JSON.stringify({ kind: "schedule", name, scheduledAt });

  it("sends each schedule to the internal queue when it is due", async () => {
    const { cloud, find } = await start(JOBS, { schedules: [CLEANUP, REPORT, BY_HAND] });
    const clock = createTestClock("2026-11-26T03:01:30Z");
    const { lines } = schedule(cloud, clock);
    clock.advance("2026-11-26T03:14:59Z");
    assert.deepEqual(lines, []);
    clock.advance("2026-11-26T03:29:59Z");
    assert.deepEqual(lines, [
      'Schedule "cleanup" is due. Next run: 2026-11-27 04:15 (Europe/Berlin)',
      'Schedule "report" is due. Next run: 2026-11-26 03:30 (UTC)',
    ]);
    await find(/batch .*cleanup/);
    await find(/batch .*report/);
  });

  it("says when a run was due, as EventBridge Scheduler writes it", async () => {
    const { cloud, find } = await start(JOBS, { schedules: [CLEANUP] });
    const clock = createTestClock("2026-11-26T03:01:30Z");
    schedule(cloud, clock);
    clock.advance("2026-11-26T03:15:30Z");
    assert.equal(await find(/^batch/), `batch ${job("cleanup", "2026-11-26T03:15:00Z")}`);
  });

  it("sends nothing while the backend is paused, and nothing of that time afterwards", async () => {
    const { cloud, find } = await start(JOBS, { schedules: [REPORT] });
    const clock = createTestClock("2026-11-26T03:01:30Z");
    const { lines } = schedule(cloud, clock);
    await cloud.pause();
    clock.advance("2026-11-26T03:20:00Z");
    await cloud.resume();
    clock.advance("2026-11-26T03:31:00Z");
    assert.deepEqual(lines, [
      'Schedule "report" is due, and left out: the backend is paused',
      'Schedule "report" is due. Next run: 2026-11-26 03:45 (UTC)',
    ]);
    assert.equal(await find(/^batch/), `batch ${job("report", "2026-11-26T03:30:00Z")}`);
  });

  it("leaves out the runs that were due while the machine slept", async () => {
    const { cloud, find } = await start(JOBS, { schedules: [REPORT] });
    const clock = createTestClock("2026-11-26T03:01:30Z");
    const { lines } = schedule(cloud, clock);
    clock.sleep("2026-11-26T09:10:00Z");
    clock.advance("2026-11-26T09:15:00Z");
    assert.deepEqual(lines, [
      'Schedule "report" is due since 2026-11-26T03:15:00.000Z: it is too late for this run',
      'Schedule "report" is due. Next run: 2026-11-26 09:30 (UTC)',
    ]);
    assert.equal(await find(/^batch/), `batch ${job("report", "2026-11-26T09:15:00Z")}`);
  });

  it("goes by the schedules of the new code after a rebuild", async () => {
    const source = { ...createPackage(JOBS, { schedules: [REPORT] }) };
    const { cloud } = await start(source);
    const clock = createTestClock("2026-11-26T03:01:30Z");
    const { lines } = schedule(cloud, clock);
    clock.advance("2026-11-26T03:10:00Z");
    const often = createSchedule("often", { cron: "*/5 * * * *" });
    Object.assign(source, createPackage(`// new\n${JOBS}`, { schedules: [often] }));
    await cloud.rebuild();
    clock.advance("2026-11-26T03:16:00Z");
    assert.deepEqual(lines, ['Schedule "often" is due. Next run: 2026-11-26 03:20 (UTC)']);
  });

  it("has no timer when it is closed, or when there is nothing to wait for", async () => {
    const { cloud } = await start(JOBS, { schedules: [CLEANUP] });
    const clock = createTestClock("2026-11-26T03:01:30Z");
    startScheduler(cloud, { clock, output: () => {} }).close();
    assert.equal(clock.timers, 0);
    const { cloud: idle } = await start(JOBS, { schedules: [BY_HAND] });
    schedule(idle, clock);
    assert.equal(clock.timers, 0);
  });
});
