import { findNearest } from "../manifest/find-nearest.ts";
import type { Shape } from "../manifest/shape.ts";
import type { InputProblem } from "./input-problem.ts";

export type Inputs = Readonly<Record<string, unknown>>;

/** The shape of each argument of T. */
export type Shapes<T> = { readonly [K in keyof Required<T>]: Shape };

/** Checks arguments, which other languages and JavaScript give in any shape. */
export function checkInputs<T>(shapes: Shapes<T>, inputs: Inputs): readonly InputProblem[] {
  const all = Object.entries<Shape>(shapes);
  const names = all.map(([name]) => name);
  return [
    ...all.flatMap(([name, shape]) => shape(inputs[name], name)),
    ...Object.keys(inputs)
      .filter((name) => !names.includes(name))
      .map((name) => `${name} is not known. ${suggest(name, names)}`),
  ].map(locate);
}

/** Messages begin with the path. */
export function locate(message: string): InputProblem {
  return { path: message.slice(0, message.indexOf(" ")), message };
}

function suggest(name: string, names: readonly string[]): string {
  const nearest = findNearest(name, names);
  return nearest === undefined ? `Arguments: ${names.join(", ")}` : `Did you mean "${nearest}"?`;
}
