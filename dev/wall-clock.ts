import { WEEKDAYS } from "../manifest/schedule/cron-fields.ts";

/** What clocks show in a time zone. */
export interface WallClock {
  readonly minute: number;
  readonly hour: number;
  readonly dayOfMonth: number;
  readonly month: number;
  /** 0 is Sunday. */
  readonly dayOfWeek: number;
  /** `2026-11-26 04:15` */
  readonly text: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function readWallClock(date: Date, timezone: string): WallClock {
  const parts = getFormat(timezone).formatToParts(date);
  const {
    year = "",
    month = "",
    day = "",
    hour = "",
    minute = "",
    weekday = "",
  } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return {
    minute: Number(minute),
    hour: Number(hour),
    dayOfMonth: Number(day),
    month: Number(month),
    dayOfWeek: WEEKDAYS.indexOf(weekday.toLowerCase()),
    text: `${year}-${month}-${day} ${hour}:${minute}`,
  };
}

function getFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      weekday: "long",
    });
    formats.set(timeZone, format);
  }
  return format;
}
