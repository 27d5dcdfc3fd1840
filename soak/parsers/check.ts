import fc from "fast-check";
import type { Parser } from "./parsers.ts";

/** Of one input, however long: on an idle machine the slowest takes some hundred milliseconds. */
const LIMIT_MS = 10_000;

export interface Checked {
  readonly inputs: number;
  readonly slowestMs: number;
  /** With the shortest input found for which the parser does not do what is documented. */
  readonly fault: string | undefined;
}

/** Gives generated inputs to a parser. */
export async function check(parser: Parser, numRuns: number, seed: number): Promise<Checked> {
  let slowestMs = 0;
  const property = fc.asyncProperty(parser.inputs, async (input) => {
    const started = performance.now();
    const fault = await findFault(parser, input);
    const took = performance.now() - started;
    slowestMs = Math.max(slowestMs, took);
    if (fault !== undefined) throw new Error(fault);
    if (took > LIMIT_MS) throw new Error(`it took ${Math.round(took)} ms`);
  });
  const details = await fc.check(property, { numRuns, seed });
  const shown = JSON.stringify(details.counterexample)?.slice(0, 1_000);
  const fault = details.failed
    ? `${parser.name}: ${(details.errorInstance as Error).message}, seed ${seed}, input ${shown}`
    : undefined;
  return { inputs: details.numRuns, slowestMs, fault };
}

async function findFault(parser: Parser, input: unknown): Promise<string | undefined> {
  const { parse, isDocumented = () => false, isResult = () => true } = parser;
  let result: unknown;
  try {
    result = await parse(input);
  } catch (error) {
    return isDocumented(error) ? undefined : `it throws ${String(error)}`;
  }
  return isResult(result, input) ? undefined : `it returns ${JSON.stringify(result)}`;
}
