import { parseArgs } from "node:util";

export interface Options {
  readonly quick: boolean;
  /** Names of benchmarks; empty for all. */
  readonly only: readonly string[];
  /** File for the figures as JSON. */
  readonly json: string | undefined;
  /** Page whose table is written anew. */
  readonly write: string | undefined;
}

/** @throws {TypeError} with what is wrong, and what may be given. */
export function parseOptions(args: readonly string[], names: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      write: { type: "string" },
    },
  });
  const only = values.only.flatMap((list) => list.split(","));
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new TypeError(
      `Unknown ${unknown.map((name) => `"${name}"`).join(", ")} for --only. Names: ${names.join(", ")}`,
    );
  return { quick: values.quick, only, json: values.json, write: values.write };
}
