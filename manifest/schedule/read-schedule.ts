import { type ConfigReader, createConfigReader } from "../config-reader.ts";
import type { Schedule } from "../manifest.ts";
import type { Report } from "../problem.ts";
import type { SourceModule } from "../source-module.ts";
import type { CronFields } from "./cron-fields.ts";
import { createEventBridgeCron } from "./eventbridge-cron.ts";
import { formatCron } from "./format-cron.ts";
import { parseSchedule } from "./parse-schedule.ts";
import { PHRASE_FORMS } from "./phrase-reader.ts";
import { runInterval } from "./run-interval.ts";
import { ScheduleError } from "./schedule-error.ts";
import { checkTimezone } from "./timezone.ts";

/** Of EventBridge Scheduler, for a schedule expression. */
const MAX_EXPRESSION = 256;
const BY_HAND = "never";
const DEFAULT_TIMEZONE = "UTC";

/** When a schedule runs. */
export interface ReadSchedule extends Pick<Schedule, "cron" | "timezone"> {
  /** Seconds between two runs at the least; null if it runs by hand only. */
  readonly intervalSeconds: number | null;
}

/** Reads the exports `schedule` and `timezone`. */
export function readSchedule({ file, values }: SourceModule, report: Report): ReadSchedule {
  const reader = createConfigReader(file, values, report);
  const timezone = readTimezone(reader);
  const accept = (value: unknown) => {
    if (value === null || value === false) return BY_HAND;
    return typeof value === "string" ? value : undefined;
  };
  const expected = 'words such as "every day at 4:15", a cron expression, or "never"';
  const text = reader.value("schedule", expected, accept, BY_HAND).trim();
  const fields = text.toLowerCase() === BY_HAND ? null : readFields(text, reader);
  if (fields === null) return { cron: null, timezone, intervalSeconds: null };
  return { cron: formatCron(fields), timezone, intervalSeconds: runInterval(fields) };
}

function readFields(text: string, reader: ConfigReader): CronFields | null {
  try {
    const fields = parseSchedule(text);
    const expression = createEventBridgeCron(formatCron(fields));
    if (expression.length <= MAX_EXPRESSION) return fields;
    throw new ScheduleError(
      `The schedule "${text}" has ${expression.length} characters as EventBridge Scheduler writes it, at most ${MAX_EXPRESSION}`,
      PHRASE_FORMS,
    );
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    reader.refuse("schedule", { message: error.message, fix: error.fix });
    return null;
  }
}

function readTimezone(reader: ConfigReader): string {
  const expected = 'a name of the IANA database, such as "Europe/Berlin"';
  const accept = (value: unknown) => (typeof value === "string" ? value : undefined);
  const timezone = reader.value("timezone", expected, accept, DEFAULT_TIMEZONE);
  const problem = timezone === DEFAULT_TIMEZONE ? undefined : checkTimezone(timezone);
  if (problem !== undefined) reader.refuse("timezone", problem);
  return timezone;
}
