/**
 * What EventBridge Scheduler takes for the time of a schedule.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
interface Field {
  readonly minimum: number;
  readonly maximum: number;
  /** Names in place of numbers. */
  readonly names?: readonly string[];
  /** Beside numbers and names: `?`, and what only days have. */
  readonly special?: RegExp;
}

const FIELDS: readonly Field[] = [
  { minimum: 0, maximum: 59 },
  { minimum: 0, maximum: 23 },
  { minimum: 1, maximum: 31, special: /^(\?|L|\d{1,2}W)$/ },
  {
    minimum: 1,
    maximum: 12,
    names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" "),
  },
  // 1 is Sunday
  {
    minimum: 1,
    maximum: 7,
    names: "SUN MON TUE WED THU FRI SAT".split(" "),
    special: /^(\?|L|[1-7]L|[1-7]#[1-5])$/,
  },
  { minimum: 1970, maximum: 2199 },
];

/** Whether Scheduler takes `cron(15 4 * * ? *)`, `rate(5 minutes)` or `at(2026-11-26T04:15:00)`. */
export function isExpression(expression: string): boolean {
  const [, kind = "", content = ""] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "rate") return isRate(content);
  if (kind === "at") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content);
  return kind === "cron" && isCron(content);
}

/** The name of a time zone, as in the tz database. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

function isRate(content: string): boolean {
  const [, count = "0", plural] = /^(\d+) (?:minute|hour|day)(s?)$/.exec(content) ?? [];
  return Number(count) > 0 && (plural === "s") === Number(count) > 1;
}

function isCron(content: string): boolean {
  const fields = content.split(" ");
  const [, , day, , weekday] = fields;
  // A day of the month or one of the week, and `?` for the other
  if ((day === "?") === (weekday === "?")) return false;
  return (
    fields.length === FIELDS.length &&
    FIELDS.every((field, index) => isField(field, fields[index] ?? ""))
  );
}

function isField(field: Field, text: string): boolean {
  if (text.includes("?")) return text === "?" && field.special !== undefined;
  return text.split(",").every((part) => isPart(field, part));
}

function isPart(field: Field, part: string): boolean {
  if (field.special?.test(part)) return true;
  const [range = "", step = "1", ...more] = part.split("/");
  if (more.length > 0 || !/^[1-9]\d*$/.test(step)) return false;
  if (range === "*") return true;
  const [from, to = from, ...others] = range.split("-").map((value) => readValue(field, value));
  if (from === undefined || to === undefined || others.length > 0) return false;
  return from >= field.minimum && to <= field.maximum && from <= to;
}

function readValue({ minimum, names = [] }: Field, text: string): number {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return minimum + named;
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}
