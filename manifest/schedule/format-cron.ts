import { CRON_FIELDS, type CronFields, type FieldRange, isAny } from "./cron-fields.ts";

/** The one way that queuerun writes a cron expression of five fields: `15 4 * * 1-5`. */
export function formatCron(fields: CronFields): string {
  return CRON_FIELDS.map((field) =>
    formatValues(fields[field.key], field, (step) => `*/${step}`),
  ).join(" ");
}

/** @param formatStep Writes "from the minimum on, each `step`". */
export function formatValues(
  values: readonly number[],
  field: FieldRange,
  formatStep: (step: number) => string,
  offset = 0,
): string {
  if (isAny(values, field)) return "*";
  const step = findStep(values, field);
  return step === undefined ? formatRuns(values, offset) : formatStep(step);
}

/** The step of values that go from the minimum to the end in equal steps. */
function findStep(
  values: readonly number[],
  { key, minimum, maximum }: FieldRange,
): number | undefined {
  const [first = -1, second = -1] = values;
  const step = second - first;
  const isWhole = first === minimum && (values.at(-1) ?? 0) + step > maximum;
  const isEven = values.every((value, index) => value === minimum + index * step);
  // Two days of a month may happen to be as far apart as the month's end.
  const isMeant = values.length > 2 || (maximum - minimum + 1) % step === 0;
  return key !== "dayOfWeek" && values.length > 1 && isWhole && isEven && isMeant
    ? step
    : undefined;
}

/** `1-5,7` */
function formatRuns(values: readonly number[], offset: number): string {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs.flatMap((run) => formatRun(run.map((value) => value + offset))).join(",");
}

function formatRun(run: readonly number[]): readonly (number | string)[] {
  return run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run;
}
