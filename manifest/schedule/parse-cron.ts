import { formatCount } from "../limits.ts";
import {
  allValues,
  CRON_FIELDS,
  type CronFields,
  type FieldRange,
  findName,
  sortValues,
} from "./cron-fields.ts";
import { ScheduleError } from "./schedule-error.ts";

/** How a field may be written. */
const FORMS = 'a value, a list "1,5", a range "1-5", a step "*/2" or "1-9/2", or "*"';

/**
 * Reads a cron expression of five fields.
 * @throws {ScheduleError} naming the part that it cannot read.
 */
export function parseCron(text: string): CronFields {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== CRON_FIELDS.length) throw createCountError(text, parts);
  const [, , dayOfMonth = "*", , dayOfWeek = "*"] = parts;
  if (!isFree(dayOfMonth) && !isFree(dayOfWeek))
    throw new ScheduleError(
      `"${text}" has both a day of the month and a weekday: cron would take either, which EventBridge Scheduler cannot`,
      `Write two schedules, "${[...parts.slice(0, 4), "*"].join(" ")}" and "${[...parts.slice(0, 2), "*", ...parts.slice(3)].join(" ")}"`,
    );
  const entries = CRON_FIELDS.map((field, index) => [
    field.key,
    parseField(parts[index] ?? "*", field, text),
  ]);
  return Object.fromEntries(entries);
}

function isFree(part: string): boolean {
  return part === "*" || part === "?";
}

function createCountError(text: string, parts: readonly string[]): ScheduleError {
  const fields = "minute, hour, day of the month, month, weekday";
  const message = `"${text}" has ${formatCount(parts.length)} fields, must have five: ${fields}`;
  if (parts.length !== 6) return new ScheduleError(message, 'Write five, such as "15 4 * * *"');
  // In AWS's own form the sixth is the year; elsewhere the first is the second.
  const isAws = parts.includes("?") || /^\d{4}/.test(parts[5] ?? "");
  const five = (isAws ? parts.slice(0, 5) : parts.slice(1)).join(" ");
  return new ScheduleError(
    `${message}. There are neither seconds, as EventBridge Scheduler is precise to the minute, nor years`,
    `Write "${five.replaceAll("?", "*")}"`,
  );
}

function parseField(part: string, field: FieldRange, text: string): readonly number[] {
  if (part === "?" && field.key.startsWith("day")) return allValues(field);
  return sortValues(part.split(",").flatMap((item) => parseItem(item, field, text)));
}

/** `5`, `1-5`, `*`, `1-9/2`. */
function parseItem(item: string, field: FieldRange, text: string): readonly number[] {
  const fail = (reason: string, fix: string) =>
    new ScheduleError(`Cannot read "${item}" as the ${field.name} of "${text}": ${reason}`, fix);
  const [, from = "", to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d+))?$/.exec(item) ?? [];
  if (from === "") throw fail(`it must be ${FORMS}`, `Write ${describeRange(field)}`);
  if (from !== "*" && to === undefined && step !== undefined)
    throw fail("a step needs a range", `Write "${from}-${field.maximum}/${step}"`);
  const values = from === "*" ? allValues(field) : parseRange(from, to ?? from, field, fail);
  if (step === undefined) return values;
  if (Number(step) === 0) throw fail("a step is at least 1", `Write "${item.replace(/0+$/, "1")}"`);
  return values.filter((_, index) => index % Number(step) === 0);
}

type Fail = (reason: string, fix: string) => ScheduleError;

/** A range may go over the end: hours "22-2" are 22, 23, 0, 1, 2. */
function parseRange(from: string, to: string, field: FieldRange, fail: Fail): readonly number[] {
  const first = parseValue(from, field, fail);
  const last = parseValue(to, field, fail);
  const all = allValues(field);
  const [start, end] = [all.indexOf(first), all.indexOf(last)];
  return start <= end ? all.slice(start, end + 1) : [...all.slice(start), ...all.slice(0, end + 1)];
}

function parseValue(text: string, field: FieldRange, fail: Fail): number {
  const number = /^\d+$/.test(text) ? Number(text) : findName(text.toLowerCase(), field);
  // Sunday is 7 as well.
  if (number === 7 && field.key === "dayOfWeek") return 0;
  if (number !== undefined && number >= field.minimum && number <= field.maximum) return number;
  const reason = number === undefined ? `"${text}" is no ${field.name}` : `${text} is out of range`;
  throw fail(reason, `Write ${describeRange(field)}`);
}

function describeRange({ minimum, maximum, names }: FieldRange): string {
  const [first = "", last = ""] = [names[0], names.at(-1)].map((name) => name?.slice(0, 3));
  return `${minimum} to ${maximum}${names.length === 0 ? "" : `, or ${first} to ${last}`}`;
}
