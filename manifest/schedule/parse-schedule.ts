import { CRON_FIELDS, type CronFields } from "./cron-fields.ts";
import { parseCron } from "./parse-cron.ts";
import { parsePhrase } from "./parse-phrase.ts";
import { PHRASE_FORMS } from "./phrase-reader.ts";
import { ScheduleError } from "./schedule-error.ts";
import { suggestPhrase } from "./suggest-phrase.ts";

/** More than all values of all fields take: whatever is longer is no schedule, and takes long to take apart. */
const MAX_LENGTH = 1_000;

/**
 * Reads a schedule, in cron or in words.
 * @throws {ScheduleError} saying what cannot be read, and what to write.
 */
export function parseSchedule(text: string): CronFields {
  if (text.length > MAX_LENGTH)
    throw new ScheduleError(
      `The schedule has ${text.length} characters, at most ${MAX_LENGTH}`,
      PHRASE_FORMS,
    );
  const inAws = /^(?:cron|rate|at)\((.*)\)$/.exec(text.trim())?.[1];
  if (inAws !== undefined) throw createAwsError(text, inAws);
  const fields = isCron(text) ? parseCron(text) : parseWords(text);
  checkPossible(text, fields);
  return fields;
}

/** Words do not begin with a bare number or a star, unless it is a number of something. */
function isCron(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  return (
    /^[\d*?,/-]+$/.test(parts[0] ?? "") && (parts.length >= CRON_FIELDS.length || /[*?]/.test(text))
  );
}

function parseWords(text: string): CronFields {
  try {
    return parsePhrase(text);
  } catch (error) {
    const suggestion = suggestPhrase(text);
    if (!(error instanceof ScheduleError) || suggestion === undefined) throw error;
    throw new ScheduleError(error.message, `Did you mean "${suggestion}"?`);
  }
}

/** AWS's own form of a schedule, which people copy. */
function createAwsError(text: string, inside: string): ScheduleError {
  const parts = inside.trim().split(/\s+/);
  const meant = text.includes("cron")
    ? parts.slice(0, 5).join(" ").replaceAll("?", "*")
    : `every ${inside}`;
  return new ScheduleError(
    `"${text}" is how EventBridge writes it: a schedule is written without "${text.slice(0, text.indexOf("("))}()"`,
    canRead(meant) ? `Write "${meant}"` : PHRASE_FORMS,
  );
}

function canRead(text: string): boolean {
  try {
    parseSchedule(text);
    return true;
  } catch {
    return false;
  }
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function checkPossible(text: string, { dayOfMonth, month }: CronFields): void {
  const [first = 1] = dayOfMonth;
  if (month.some((number) => first <= (DAYS_OF_MONTH[number - 1] ?? 0))) return;
  throw new ScheduleError(
    `The schedule "${text}" never comes: no such month has a day ${first}`,
    "Write a day that there is",
  );
}
