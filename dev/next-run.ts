import { Cron } from "croner";
import type { Schedule } from "../manifest/manifest.ts";
import { CRON_FIELDS, type CronFields } from "../manifest/schedule/cron-fields.ts";
import { parseCron } from "../manifest/schedule/parse-cron.ts";
import { readWallClock, type WallClock } from "./wall-clock.ts";

export type TimedSchedule = Pick<Schedule, "cron" | "timezone">;

/**
 * When a schedule runs next, after a moment; null if it runs by hand only. Where clocks change, as
 * EventBridge Scheduler does it: a time that is left out is skipped, and one that comes twice runs once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export function nextRun({ cron, timezone }: TimedSchedule, after: Date): Date | null {
  if (cron === null) return null;
  const pattern = new Cron(cron, { timezone, mode: "5-part" });
  const fields = parseCron(cron);
  for (let run = pattern.nextRun(after); run !== null; run = pattern.nextRun(run)) {
    const clock = readWallClock(run, timezone);
    if (isMeant(clock, fields) && !isRepeated(run, clock, timezone)) return run;
  }
  return null;
}

/** `2026-11-26 04:15 (Europe/Berlin)` */
export function describeNextRun(schedule: TimedSchedule, after: Date): string {
  const run = nextRun(schedule, after);
  if (run === null) return "by hand only";
  return `${readWallClock(run, schedule.timezone).text} (${schedule.timezone})`;
}

/** False for the moment to which the library puts off a time that is left out. */
function isMeant(clock: WallClock, fields: CronFields): boolean {
  return CRON_FIELDS.every(({ key }) => fields[key].includes(clock[key]));
}

/** Clocks are put back by these, in minutes. */
const CHANGES = [60, 30, 20, 40, 120];

/** True if clocks were put back, and showed the same time before. */
function isRepeated(run: Date, { text }: WallClock, timezone: string): boolean {
  return CHANGES.some((minutes) => {
    const before = new Date(run.getTime() - minutes * 60_000);
    return readWallClock(before, timezone).text === text;
  });
}
