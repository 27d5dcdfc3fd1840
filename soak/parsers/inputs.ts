import fc from "fast-check";
import { hostileText } from "../hostile/hostile-text.ts";

/** As a body may be that clients send often. */
const LONG = 100_000;

export interface Options {
  /** Characters of the longest texts. Default 100,000. */
  readonly longest?: number;
}

/** What a grammar is made of, again and again: slow patterns are slow on these. */
function repeated(parts: readonly string[], longest: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...parts), fc.constantFrom(...parts), fc.constantFrom(1, 50))
    .map(([part, end, divisor]) => part.repeat(longest / divisor / part.length) + end);
}

/** Texts of a grammar's own parts in any order, other texts, and long ones. */
export function textsOf(
  parts: readonly string[],
  { longest = LONG }: Options = {},
): fc.Arbitrary<string> {
  const part = fc.constantFrom(...parts);
  const list = fc.array(fc.oneof({ weight: 5, arbitrary: part }, hostileText), { maxLength: 12 });
  return fc.oneof(
    { weight: 40, arbitrary: list.map((texts) => texts.join("")) },
    { weight: 10, arbitrary: list.map((texts) => texts.join(" ")) },
    { weight: 40, arbitrary: hostileText },
    { weight: 1, arbitrary: repeated(parts, longest) },
  );
}
