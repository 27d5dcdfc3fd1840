import type { CronFields } from "./cron-fields.ts";
import { ScheduleError } from "./schedule-error.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

/** Intervals that cron can say, in minutes: those that divide an hour or a day evenly. */
const MINUTES = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
const HOURS = [1, 2, 3, 4, 6, 8, 12, 24];
const INTERVALS = [...MINUTES, ...HOURS.map((hours) => hours * HOUR)];
const MONTHS = [1, 2, 3, 4, 6, 12];

/** @param atMinute Of an interval of hours: the minute of the hour. */
export function createInterval(minutes: number, atMinute = 0): Partial<CronFields> {
  if (!INTERVALS.includes(minutes)) throw createIntervalError(minutes);
  if (minutes < HOUR) return { minute: multiples(minutes, HOUR) };
  return { minute: [atMinute], hour: multiples(minutes / HOUR, DAY / HOUR) };
}

export function createMonthInterval(months: number): Partial<CronFields> {
  if (!MONTHS.includes(months))
    throw new ScheduleError(
      `"every ${months} months" does not divide a year evenly, with which cron begins anew`,
      suggest(findNeighbours(months, MONTHS).map(describeMonths)),
    );
  return months === 1 ? {} : { month: multiples(months, 12).map((month) => month + 1) };
}

/** An interval that cron cannot say whatever its length. */
export function refuseInterval(count: number, unit: string): ScheduleError {
  const phrase = `every ${count === 1 ? unit : `${count} ${unit}s`}`;
  if (unit === "second")
    return new ScheduleError(
      `"${phrase}" is too often: a schedule runs once a minute at most`,
      'Write "every minute"',
    );
  return new ScheduleError(
    `"${phrase}" cannot be said in cron, which begins anew with each month and week`,
    unit === "year" || unit === "quarter" ? 'Write "yearly"' : (SUGGESTIONS[unit] ?? ""),
  );
}

const SUGGESTIONS: Readonly<Record<string, string>> = {
  day: 'Write "daily", or name the weekdays: "every monday, wednesday and friday"',
  week: 'Write "weekly", or name the dates: "on the 1st and 15th"',
};

function createIntervalError(minutes: number): ScheduleError {
  return new ScheduleError(
    `"${describeMinutes(minutes)}" does not divide an hour or a day evenly, with which cron begins anew`,
    suggest(findNeighbours(minutes, INTERVALS).map(describeMinutes)),
  );
}

/** The nearest one below, and the nearest above. */
function findNeighbours(value: number, valid: readonly number[]): readonly number[] {
  const below = valid.findLast((other) => other < value);
  const above = valid.find((other) => other > value);
  return [below, above].filter((neighbour) => neighbour !== undefined);
}

function suggest(phrases: readonly string[]): string {
  return `Write ${phrases.map((phrase) => `"${phrase}"`).join(" or ")}`;
}

function describeMinutes(minutes: number): string {
  if (minutes === DAY) return "daily";
  if (minutes === 0 || minutes % HOUR !== 0) return every(minutes, "minute");
  return every(minutes / HOUR, "hour");
}

function describeMonths(months: number): string {
  return months === 12 ? "yearly" : every(months, "month");
}

function every(count: number, unit: string): string {
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

/** 0, 15, 30, 45 */
function multiples(step: number, end: number): readonly number[] {
  return Array.from({ length: end / step }, (_, index) => index * step);
}
