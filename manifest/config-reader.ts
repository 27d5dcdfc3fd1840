import { DURATION_FORMS, formatDuration, parseDuration } from "./duration.ts";
import { describeLimit, formatQuantity, isWithinLimit, type Limit } from "./limits.ts";
import { MEMORY_SIZE_FORMS, parseMemorySize } from "./memory-size.ts";
import type { Problem, Report } from "./problem.ts";
import { describeValue } from "./shape.ts";
import type { ConfigEntry, ConfigValue, Place } from "./source-module.ts";

/** Reads the values of one `config`: a value that is absent or refused is the fallback. */
export interface ConfigReader {
  duration(key: string, limit: Limit, fallback: number): number;
  memorySize(key: string, limit: Limit, fallback: number): number;
  count<F extends number | null>(key: string, limit: Limit, fallback: F): number | F;
  boolean(key: string, fallback: boolean): boolean;
  choice<C extends string>(key: string, choices: readonly C[], fallback: C): C;
  /** Any value, as `parse` sees fit: it answers undefined for what it refuses. */
  value<T, F>(
    key: string,
    expected: string,
    parse: (value: unknown) => T | undefined,
    fallback: F,
  ): T | F;
  /** Where the value of `key` stands; undefined if it is absent. */
  place(key: string): Place | undefined;
  /** Reports a problem with the value of `key`, if it is present. */
  refuse(key: string, problem: Pick<Problem, "message" | "fix">): void;
}

export function createConfigReader(
  file: string,
  entries: readonly ConfigEntry[],
  report: Report,
): ConfigReader {
  const values = readValues(entries);
  const place = (key: string) => values.get(key)?.place;
  const refuse: ConfigReader["refuse"] = (key, problem) => {
    const at = place(key);
    if (at !== undefined) report({ file, ...at, ...problem });
  };
  const value: ConfigReader["value"] = (key, expected, parse, fallback) => {
    const found = values.get(key);
    if (found === undefined) return fallback;
    if (found.kind === "expression") {
      refuse(key, {
        message: `"${key}" must be known without running the code, but ${found.reason}`,
        fix: `Write ${expected}`,
      });
      return fallback;
    }
    const parsed = parse(found.value);
    if (parsed !== undefined) return parsed;
    refuse(key, {
      message: `"${key}" is ${describeValue(found.value)}`,
      fix: `Write ${expected}`,
    });
    return fallback;
  };
  return { place, refuse, value, ...createTypedReaders(value, refuse) };
}

// Of a key that is written twice the last counts, as in JavaScript; undefined is as good as absent.
function readValues(entries: readonly ConfigEntry[]): ReadonlyMap<string, ConfigValue> {
  const values = new Map(entries.map(({ key, value }) => [key, value]));
  for (const [key, value] of values)
    if (value.kind === "static" && value.value === undefined) values.delete(key);
  return values;
}

function createTypedReaders(
  value: ConfigReader["value"],
  refuse: ConfigReader["refuse"],
): Pick<ConfigReader, "duration" | "memorySize" | "count" | "boolean" | "choice"> {
  function limited<F extends number | null>(
    key: string,
    limit: Limit,
    forms: string,
    parse: (value: unknown) => number | null,
    fallback: F,
  ): number | F {
    const accept = (seen: unknown) => {
      const number = parseNumber(seen) ?? parse(seen);
      return number === null ? undefined : { number, seen };
    };
    const found = value(key, forms, accept, undefined);
    if (found === undefined) return fallback;
    if (isWithinLimit(found.number, limit)) return found.number;
    refuse(key, describeBreach(key, found.number, found.seen, limit));
    return fallback;
  }
  return {
    duration: (key, limit, fallback) =>
      limited(key, limit, DURATION_FORMS, parseDuration, fallback),
    memorySize: (key, limit, fallback) =>
      limited(key, limit, MEMORY_SIZE_FORMS, parseMemorySize, fallback),
    count: (key, limit, fallback) =>
      limited(key, limit, `a number, ${describeLimit(limit)}`, parseNumber, fallback),
    boolean: (key, fallback) =>
      value(
        key,
        "true or false",
        (seen) => (typeof seen === "boolean" ? seen : undefined),
        fallback,
      ),
    choice: (key, choices, fallback) =>
      value(
        key,
        choices.map((choice) => JSON.stringify(choice)).join(" or "),
        (seen) => choices.find((choice) => choice === seen),
        fallback,
      ),
  };
}

function parseNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function describeBreach(
  key: string,
  number: number,
  seen: unknown,
  limit: Limit,
): Pick<Problem, "message" | "fix"> {
  const is = `"${key}" is ${typeof seen === "string" ? JSON.stringify(seen) : formatQuantity(number, limit)}`;
  if (number > limit.maximum)
    return {
      message: `${is}, at most ${formatQuantity(limit.maximum, limit)} (${limit.source})`,
      fix: `Write ${formatSetting(limit.maximum, limit)} or less${limit.above === undefined ? "" : `; ${limit.above}`}`,
    };
  if (number < limit.minimum)
    return {
      message: `${is}, at least ${formatQuantity(limit.minimum, limit)} (${limit.source})`,
      fix: `Write ${formatSetting(limit.minimum, limit)} or more${limit.below === undefined ? "" : `; ${limit.below}`}`,
    };
  return {
    message: `${is}, must be whole`,
    fix: `Write ${formatSetting(Math.floor(number), limit)} or ${formatSetting(Math.ceil(number), limit)}`,
  };
}

// As it would stand in a config: 900 seconds are "15m".
function formatSetting(value: number, { unit }: Limit): string {
  return unit === "s" ? formatDuration(value) : String(value);
}
