import { matchArn, matchPattern, type Pattern, parsePattern } from "./pattern.ts";
import type { RequestContext } from "./request-context.ts";
import type { Verdict } from "./verdict.ts";

/** Compares a value of a policy with one of the request. */
type Match = (expected: string, seen: string, context: RequestContext) => Verdict;

export interface Operator {
  /** Holds if no value matches. */
  readonly isNegative: boolean;
  readonly match: Match;
}

const equals = matchText(matchPattern, { wildcards: false });
const ignoreCase = matchText(matchIgnoringCase, { wildcards: false });
const like = matchText(matchPattern, { wildcards: true });
const arnLike = matchText(matchArn, { wildcards: true });

/** In lower case, as theirs does not matter. Addresses and binary values are not among them. */
const OPERATORS: ReadonlyMap<string, Match> = new Map([
  ["stringequals", equals],
  ["stringequalsignorecase", ignoreCase],
  ["stringlike", like],
  ["arnequals", arnLike],
  ["arnlike", arnLike],
  ["bool", ignoreCase],
  ...createComparisons("numeric", readNumber),
  ...createComparisons("date", readDate),
]);

/** `StringNotLike` is the opposite of `StringLike`. Undefined: not known. */
export function findOperator(name: string): Operator | undefined {
  const positive = name.toLowerCase().replace(/^(string|numeric|date|arn)not/, "$1");
  const match = OPERATORS.get(positive);
  return match && { isNegative: positive !== name.toLowerCase(), match };
}

function matchIgnoringCase(pattern: Pattern, text: string): boolean {
  const lower = pattern.map((token) => (typeof token === "string" ? token.toLowerCase() : token));
  return matchPattern(lower, text.toLowerCase());
}

function matchText(
  match: (pattern: Pattern, text: string) => boolean,
  options: { readonly wildcards: boolean },
): Match {
  return (expected, seen, context) => {
    const parsed = parsePattern(expected, context, options);
    return "unknown" in parsed ? parsed.unknown : match(parsed.pattern, seen);
  };
}

function createComparisons(type: string, read: (text: string) => number): [string, Match][] {
  const compare =
    (holds: (seen: number, expected: number) => boolean): Match =>
    (expected, seen) => {
      const unreadable = [expected, seen].find((text) => Number.isNaN(read(text)));
      if (unreadable !== undefined) return `"${unreadable}" is no ${type} value`;
      return holds(read(seen), read(expected));
    };
  return [
    [`${type}equals`, compare((seen, expected) => seen === expected)],
    [`${type}lessthan`, compare((seen, expected) => seen < expected)],
    [`${type}lessthanequals`, compare((seen, expected) => seen <= expected)],
    [`${type}greaterthan`, compare((seen, expected) => seen > expected)],
    [`${type}greaterthanequals`, compare((seen, expected) => seen >= expected)],
  ];
}

function readNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Seconds since 1970, or ISO 8601. */
function readDate(text: string): number {
  return /^\d{5,}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
