import { type CronFields, sortValues } from "./cron-fields.ts";
import { createInterval, createMonthInterval, refuseInterval } from "./phrase-interval.ts";
import type { PhraseReader } from "./phrase-reader.ts";
import { ScheduleError } from "./schedule-error.ts";

/** What a phrase says beside the time of day. */
export interface Days {
  readonly fields: Partial<CronFields>;
  /** True: it says the times of day as well, as in `every 15 minutes`. */
  readonly isInterval?: true;
}

const WORKING_DAYS = [1, 2, 3, 4, 5];
const WEEKEND = [0, 6];
const QUARTERS = [1, 4, 7, 10];
/** The day on which cron's own `@weekly` runs. */
const SUNDAY = [0];
const FIRST = [1];

export function readDays(reader: PhraseReader): Days {
  if (reader.accept("hourly")) return readHours(reader, 1);
  if (reader.accept("daily")) return { fields: {} };
  if (reader.accept("weekly")) return readWeekly(reader);
  if (reader.accept("monthly")) return { fields: readDates(reader) };
  if (reader.accept("quarterly")) return { fields: { ...readDates(reader), month: QUARTERS } };
  if (reader.accept("yearly")) return readYearly(reader);
  if (reader.accept("every")) return readEvery(reader);
  reader.accept("on");
  return readNamed(reader);
}

function readEvery(reader: PhraseReader): Days {
  const count = reader.take("number")?.value;
  const every = count ?? 1;
  if (reader.accept("minute", "minutes"))
    return { fields: createInterval(every), isInterval: true };
  if (reader.accept("hour", "hours")) return readHours(reader, every);
  if (reader.accept("month", "months"))
    return { fields: { ...readDates(reader), ...createMonthInterval(every) } };
  if (reader.accept("second", "seconds")) throw refuseInterval(every, "second");
  if (every === 1) return readOne(reader);
  for (const unit of ["day", "week", "quarter", "year"])
    if (reader.accept(unit, `${unit}s`)) throw refuseInterval(every, unit);
  throw reader.unexpected();
}

/** What may follow "every" without a number. */
function readOne(reader: PhraseReader): Days {
  if (reader.accept("day", "days")) return { fields: {} };
  if (reader.accept("week", "weeks")) return readWeekly(reader);
  if (reader.accept("quarter", "quarters"))
    return { fields: { ...readDates(reader), month: QUARTERS } };
  if (reader.accept("year", "years")) return readYearly(reader);
  return readNamed(reader);
}

/** `every 2 hours at :30` */
function readHours(reader: PhraseReader, hours: number): Days {
  const minute = reader.accept("at") ? reader.take("minute") : { value: 0 };
  if (minute === undefined) throw reader.unexpected();
  return { fields: createInterval(hours * 60, minute.value), isInterval: true };
}

function readWeekly(reader: PhraseReader): Days {
  if (!reader.accept("on")) return { fields: { dayOfWeek: SUNDAY } };
  const fields = readWeekdays(reader);
  if (fields === undefined) throw reader.unexpected();
  return { fields };
}

/** `on the 1st and 15th`, after "monthly". */
function readDates(reader: PhraseReader): Partial<CronFields> {
  if (!reader.accept("on")) return { dayOfMonth: FIRST };
  const dayOfMonth = takeDates(reader);
  if (dayOfMonth === undefined) throw reader.unexpected();
  return { dayOfMonth };
}

function readYearly(reader: PhraseReader): Days {
  if (!reader.accept("on")) return { fields: { dayOfMonth: FIRST, month: FIRST } };
  const fields = readMonths(reader) ?? readDatesOfMonths(reader);
  if (fields?.month === undefined) throw reader.unexpected();
  return { fields };
}

/** Days by their names: weekdays, months, dates. */
function readNamed(reader: PhraseReader): Days {
  const fields = readWeekdays(reader) ?? readMonths(reader) ?? readDatesOfMonths(reader);
  if (fields === undefined) throw reader.unexpected();
  return { fields };
}

/** `monday and friday`, `monday to friday`, `weekdays` */
function readWeekdays(reader: PhraseReader): Partial<CronFields> | undefined {
  if (reader.accept("weekday", "weekdays")) return { dayOfWeek: WORKING_DAYS };
  if (reader.accept("weekend", "weekends")) return { dayOfWeek: WEEKEND };
  const days: number[] = [];
  for (let list = reader.takeList("weekday"); list.length > 0; list = reader.takeList("weekday")) {
    days.push(...list.map(({ value }) => value));
    if (!reader.accept("to")) break;
    const last = reader.take("weekday");
    if (last === undefined) throw reader.unexpected();
    days.push(...weekdaysBetween(days.at(-1) ?? 0, last.value));
    if (!reader.accept("and")) break;
  }
  return days.length === 0 ? undefined : { dayOfWeek: sortValues(days) };
}

/** A range may go over the end of the week. */
function weekdaysBetween(first: number, last: number): readonly number[] {
  const count = (last - first + 7) % 7;
  return Array.from({ length: count + 1 }, (_, index) => (first + index) % 7);
}

/** `january and july 1st`; the first day, if none is said. */
function readMonths(reader: PhraseReader): Partial<CronFields> | undefined {
  const months = reader.takeList("month");
  if (months.length === 0) return undefined;
  const month = sortValues(months.map(({ value }) => value));
  return { month, dayOfMonth: takeDates(reader) ?? FIRST };
}

/** `1st and 15th of january`, `15th of every month`, `15th` */
function readDatesOfMonths(reader: PhraseReader): Partial<CronFields> | undefined {
  const dayOfMonth = takeDates(reader);
  if (dayOfMonth === undefined || !reader.accept("of")) return dayOfMonth && { dayOfMonth };
  if (reader.accept("every") && reader.accept("month")) return { dayOfMonth };
  const months = reader.takeList("month");
  if (months.length === 0) throw reader.unexpected();
  return { dayOfMonth, month: sortValues(months.map(({ value }) => value)) };
}

function takeDates(reader: PhraseReader): readonly number[] | undefined {
  const ordinals = reader.takeList("ordinal");
  const dates = ordinals.length > 0 ? ordinals : reader.takeList("number");
  const wrong = dates.find(({ value }) => value < 1 || value > 31);
  if (wrong !== undefined)
    throw new ScheduleError(`No month has a day "${wrong.text}"`, "Write 1st to 31st");
  return dates.length === 0 ? undefined : sortValues(dates.map(({ value }) => value));
}
