import assert from "node:assert/strict";
import fc from "fast-check";
import { nextRun } from "../../dev/next-run.ts";
import { readWallClock } from "../../dev/wall-clock.ts";
import { CRON_FIELDS } from "../../manifest/schedule/cron-fields.ts";
import { parseCron } from "../../manifest/schedule/parse-cron.ts";

describe("nextRun()", () => {
  /** The next runs after a moment, as clocks show them there, with the offset from UTC in hours. */
  function nextRuns(cron: string, timezone: string, after: string, count: number): string[] {
    const runs: string[] = [];
    let from = new Date(after);
    while (runs.length < count) {
      const run = nextRun({ cron, timezone }, from);
      assert.ok(run !== null);
      const { text } = readWallClock(run, timezone);
      const offset = (Date.parse(`${text}Z`) - run.getTime()) / 3_600_000;
      runs.push(`${text} ${offset >= 0 ? "+" : ""}${offset}`);
      from = run;
    }
    return runs;
  }

  it("is the next minute that fits, and not the moment itself", () => {
    assert.deepEqual(nextRuns("15 4 * * *", "UTC", "2026-11-26T04:14:59Z", 2), [
      "2026-11-26 04:15 +0",
      "2026-11-27 04:15 +0",
    ]);
    assert.deepEqual(nextRuns("15 4 * * *", "UTC", "2026-11-26T04:15:00Z", 1), [
      "2026-11-27 04:15 +0",
    ]);
    assert.deepEqual(nextRuns("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", 2), [
      "2028-02-29 00:00 +0",
      "2032-02-29 00:00 +0",
    ]);
  });

  it("is in the schedule's time zone, summer and winter", () => {
    assert.deepEqual(nextRuns("0 8 * * 1-5", "Europe/Berlin", "2026-03-26T12:00:00Z", 3), [
      "2026-03-27 08:00 +1",
      "2026-03-30 08:00 +2",
      "2026-03-31 08:00 +2",
    ]);
    assert.deepEqual(nextRuns("30 0 1 * *", "Asia/Kolkata", "2026-03-26T12:00:00Z", 1), [
      "2026-04-01 00:30 +5.5",
    ]);
  });

  it("skips a time that clocks leave out when they are put forward", () => {
    assert.deepEqual(nextRuns("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 2), [
      "2026-03-28 02:30 +1",
      "2026-03-30 02:30 +2",
    ]);
    assert.deepEqual(nextRuns("30 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 2), [
      "2026-03-29 01:30 +1",
      "2026-03-29 03:30 +2",
    ]);
    assert.deepEqual(nextRuns("0 2,3 * * *", "America/New_York", "2026-03-08T05:00:00Z", 2), [
      "2026-03-08 03:00 -4",
      "2026-03-09 02:00 -4",
    ]);
  });

  it("runs once at a time that comes twice when clocks are put back", () => {
    assert.deepEqual(nextRuns("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2), [
      "2026-10-25 02:30 +2",
      "2026-10-26 02:30 +1",
    ]);
    assert.deepEqual(nextRuns("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 5), [
      "2026-10-25 02:00 +2",
      "2026-10-25 02:30 +2",
      "2026-10-25 03:00 +1",
      "2026-10-25 03:30 +1",
      "2026-10-25 04:00 +1",
    ]);
    // By half an hour only
    assert.deepEqual(nextRuns("45 * * * *", "Australia/Lord_Howe", "2026-04-04T13:50:00Z", 3), [
      "2026-04-05 01:45 +11",
      "2026-04-05 02:45 +10.5",
      "2026-04-05 03:45 +10.5",
    ]);
  });

  it("is null for a schedule that runs by hand only", () => {
    assert.equal(nextRun({ cron: null, timezone: "UTC" }, new Date()), null);
  });

  it("is what going through the minutes finds", () => {
    const field = (minimum: number, maximum: number) =>
      fc.oneof(fc.constant("*"), fc.integer({ min: minimum, max: maximum }).map(String));
    const cron = fc
      .tuple(
        fc.oneof(fc.constantFrom("*/15", "*/7", "0,30"), field(0, 59)),
        fc.oneof(fc.constantFrom("*/2", "1-3", "1,2"), field(0, 4)),
      )
      .map(([minute, hour]) => `${minute} ${hour} * * *`);
    const change = fc.constantFrom(
      ["Europe/Berlin", "2026-03-29T00:00:00Z"],
      ["Europe/Berlin", "2026-10-25T00:00:00Z"],
      ["America/New_York", "2026-03-08T06:00:00Z"],
      ["America/New_York", "2026-11-01T05:00:00Z"],
      ["Australia/Lord_Howe", "2026-04-04T14:00:00Z"],
      ["Australia/Lord_Howe", "2026-10-03T15:00:00Z"],
    );
    fc.assert(
      fc.property(cron, change, fc.integer({ min: -90, max: 120 }), (cron, change, minutes) => {
        const [timezone = "", at = ""] = change;
        const after = new Date(Date.parse(at) + minutes * 60_000);
        const run = nextRun({ cron, timezone }, after);
        assert.deepEqual(run, searchMinutes(cron, timezone, after));
      }),
      { numRuns: 200 },
    );
  });

  function searchMinutes(cron: string, timezone: string, after: Date): Date {
    const fields = parseCron(cron);
    for (let time = after.getTime() + 60_000; ; time += 60_000) {
      const clock = readWallClock(new Date(time), timezone);
      const fits = CRON_FIELDS.every(({ key }) => fields[key].includes(clock[key]));
      if (fits && !hasBeen(clock.text, time, timezone)) return new Date(time);
    }
  }

  function hasBeen(text: string, time: number, timezone: string): boolean {
    const before = Array.from({ length: 120 }, (_, index) => time - (index + 1) * 60_000);
    return before.some((other) => readWallClock(new Date(other), timezone).text === text);
  }
});
