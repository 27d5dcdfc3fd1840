import { CRON_FIELDS, isAny } from "./cron-fields.ts";
import { formatValues } from "./format-cron.ts";
import { parseCron } from "./parse-cron.ts";

/** EventBridge Scheduler counts weekdays from 1, Sunday. */
const FIRST_WEEKDAY = 1;

/**
 * A cron expression of five fields as EventBridge Scheduler writes it: `15 4 * * 1-5` is
 * `cron(15 4 ? * 2-6 *)`. One of the two days must be `?`, and the year is the sixth field.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * @param cron As it stands in the manifest.
 */
export function createEventBridgeCron(cron: string): string {
  const fields = parseCron(cron);
  const isByWeekday = CRON_FIELDS.some(
    (field) => field.key === "dayOfWeek" && !isAny(fields.dayOfWeek, field),
  );
  const parts = CRON_FIELDS.map((field) => {
    if (field.key === (isByWeekday ? "dayOfMonth" : "dayOfWeek")) return "?";
    const offset = field.key === "dayOfWeek" ? FIRST_WEEKDAY : 0;
    const formatStep = (step: number) => `${field.minimum}/${step}`;
    return formatValues(fields[field.key], field, formatStep, offset);
  });
  return `cron(${[...parts, "*"].join(" ")})`;
}
