import { CRON_FIELDS, findName } from "./cron-fields.ts";

/** A word of a phrase such as `every monday at 9:30`, and what it means. */
export type Token = { readonly text: string } & (
  | { readonly kind: "time"; readonly hour: number; readonly minute: number }
  /** `:30` */
  | { readonly kind: "minute"; readonly value: number }
  /** `15` */
  | { readonly kind: "number"; readonly value: number }
  /** `15th` */
  | { readonly kind: "ordinal"; readonly value: number }
  | { readonly kind: "weekday"; readonly value: number }
  | { readonly kind: "month"; readonly value: number }
  /** Anything else, known or not. */
  | { readonly kind: "word" }
);

/** All words that a phrase may have, beside numbers, weekdays, months and times. */
export const WORDS = [
  ...["every", "at", "on", "of", "and", "to"],
  ...["second", "minute", "hour", "day", "week", "month", "quarter", "year"],
  ...["seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years"],
  ...["weekday", "weekdays", "weekend", "weekends"],
  ...["hourly", "daily", "weekly", "monthly", "quarterly", "yearly"],
] as const;

/** Other words for the same. */
const SYNONYMS = new Map([
  [",", "and"],
  ["&", "and"],
  ["-", "to"],
  ["through", "to"],
  ["each", "every"],
  ["annually", "yearly"],
  ["min", "minute"],
  ["mins", "minutes"],
]);

const [, , , MONTH, WEEKDAY] = CRON_FIELDS;
const SPLIT = /,|&|-|[^\s,&-]+/g;

/** Splits a phrase into words. Capital letters and "the" do not matter. */
export function splitPhrase(text: string): readonly string[] {
  const joined = text.toLowerCase().replace(/(\d)\s*(?:([ap])\.?m\b\.?)/g, "$1$2m");
  const words = joined.match(SPLIT) ?? [];
  return words
    .filter((word) => word !== "the")
    .map((word) => SYNONYMS.get(word) ?? word)
    .filter((word, index, all) => word !== "and" || all[index - 1] !== "and");
}

export function createToken(text: string): Token {
  const [, value, suffix] = /^(\d{1,3})(st|nd|rd|th)?$/.exec(text) ?? [];
  if (value !== undefined)
    return { text, kind: suffix === undefined ? "number" : "ordinal", value: Number(value) };
  const minute = /^:(\d\d)$/.exec(text)?.[1];
  if (minute !== undefined && Number(minute) < 60)
    return { text, kind: "minute", value: Number(minute) };
  const weekday = WEEKDAY && findName(text.replace(/s$/, ""), WEEKDAY);
  if (weekday !== undefined) return { text, kind: "weekday", value: weekday };
  const month = MONTH && findName(text, MONTH);
  if (month !== undefined) return { text, kind: "month", value: month };
  return createTime(text) ?? { text, kind: "word" };
}

/** `9:30`, `9:30pm`, `9pm`, `noon` */
function createTime(text: string): Token | undefined {
  if (text === "midnight") return { text, kind: "time", hour: 0, minute: 0 };
  if (text === "noon") return { text, kind: "time", hour: 12, minute: 0 };
  const [, hourText, minuteText, half] = /^(\d{1,2})(?::(\d\d))?([ap]m)?$/.exec(text) ?? [];
  if (hourText === undefined) return undefined;
  const [hour, minute] = [Number(hourText), Number(minuteText ?? 0)];
  if (minute > 59) return undefined;
  if (half === undefined) return hour > 23 ? undefined : { text, kind: "time", hour, minute };
  if (hour < 1 || hour > 12) return undefined;
  return { text, kind: "time", hour: (hour % 12) + (half === "pm" ? 12 : 0), minute };
}
