import { allValues, CRON_FIELDS, type CronFields, sortValues } from "./cron-fields.ts";
import { readDays } from "./phrase-days.ts";
import { createPhraseReader, type PhraseReader } from "./phrase-reader.ts";
import { ScheduleError } from "./schedule-error.ts";

/** Of a schedule that names days only. */
const MIDNIGHT = { hour: [0], minute: [0] };

type Times = Pick<CronFields, "hour" | "minute">;

/**
 * Reads a schedule in words: `every monday at 9:30`, `at 9:30 on mondays`. docs/schedules.md has the
 * grammar.
 * @throws {ScheduleError} naming the word that it cannot read.
 */
export function parsePhrase(phrase: string): CronFields {
  const reader = createPhraseReader(phrase);
  const fields = reader.accept("at")
    ? readTimesFirst(reader, phrase)
    : readDaysFirst(reader, phrase);
  if (!reader.isAtEnd) throw reader.unexpected();
  const any = CRON_FIELDS.map((field) => [field.key, allValues(field)]);
  return { ...Object.fromEntries(any), ...fields };
}

function readDaysFirst(reader: PhraseReader, phrase: string): Partial<CronFields> {
  const { fields, isInterval } = readDays(reader);
  if (isInterval) return fields;
  return { ...fields, ...(reader.accept("at") ? readTimes(reader, phrase) : MIDNIGHT) };
}

function readTimesFirst(reader: PhraseReader, phrase: string): Partial<CronFields> {
  const times = readTimes(reader, phrase);
  if (reader.isAtEnd) return times;
  const { fields, isInterval } = readDays(reader);
  if (!isInterval) return { ...fields, ...times };
  throw new ScheduleError(
    `The schedule "${phrase}" has both an interval and times of day`,
    "Write one of them",
  );
}

function readTimes(reader: PhraseReader, phrase: string): Times {
  const times = reader.takeList("time");
  if (times.length === 0) throw reader.unexpected();
  const hour = sortValues(times.map((time) => time.hour));
  const minute = sortValues(times.map((time) => time.minute));
  const different = new Set(times.map((time) => time.hour * 60 + time.minute));
  if (hour.length * minute.length === different.size) return { hour, minute };
  throw new ScheduleError(
    `The schedule "${phrase}" has times of different minutes: cron takes each hour with each minute`,
    "Write times with equal minutes, or a schedule for each",
  );
}
