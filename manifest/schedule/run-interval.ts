import type { CronFields } from "./cron-fields.ts";

const MINUTES_OF_DAY = 1_440;

/** Seconds between two runs, at the least: days that follow each other are taken to be alike. */
export function runInterval({ hour, minute }: CronFields): number {
  const times = hour.flatMap((hours) => minute.map((minutes) => hours * 60 + minutes));
  const gaps = times.map((time, index) => (times[index + 1] ?? firstOf(times)) - time);
  return Math.min(...gaps) * 60;
}

/** Of the next day. */
function firstOf(times: readonly number[]): number {
  return (times[0] ?? 0) + MINUTES_OF_DAY;
}
