/** When a schedule runs: the values of each field, sorted, each once. All values: at any. */
export interface CronFields {
  readonly minute: readonly number[];
  readonly hour: readonly number[];
  readonly dayOfMonth: readonly number[];
  /** 1 is January. */
  readonly month: readonly number[];
  /** 0 is Sunday. */
  readonly dayOfWeek: readonly number[];
}

export interface FieldRange {
  readonly key: keyof CronFields;
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Names of the values, from the minimum on; their first three letters are names as well. */
  readonly names: readonly string[];
}

export const WEEKDAYS: readonly string[] = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
];

export const MONTHS: readonly string[] = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** The fields in the order of a cron expression. */
export const CRON_FIELDS: readonly FieldRange[] = [
  { key: "minute", name: "minute", minimum: 0, maximum: 59, names: [] },
  { key: "hour", name: "hour", minimum: 0, maximum: 23, names: [] },
  { key: "dayOfMonth", name: "day of the month", minimum: 1, maximum: 31, names: [] },
  { key: "month", name: "month", minimum: 1, maximum: 12, names: MONTHS },
  { key: "dayOfWeek", name: "weekday", minimum: 0, maximum: 6, names: WEEKDAYS },
];

/** All values from `minimum` to `maximum`. */
export function allValues({ minimum, maximum }: FieldRange): readonly number[] {
  return Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
}

/** True if the field takes any value. */
export function isAny(values: readonly number[], { minimum, maximum }: FieldRange): boolean {
  return values.length === maximum - minimum + 1;
}

export function sortValues(values: Iterable<number>): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The number of a name, or of its first three letters; undefined for anything else. */
export function findName(text: string, { names, minimum }: FieldRange): number | undefined {
  const index = names.findIndex((name) => name === text || name.slice(0, 3) === text);
  return index < 0 ? undefined : minimum + index;
}
