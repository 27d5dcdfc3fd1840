import { describeLimit, formatQuantity, isWithinLimit, type Limit } from "./limits.ts";

/** Checks a value against a shape: what is wrong, each line beginning with the key path. */
export type Shape = (value: unknown, path: string) => readonly string[];

export const text: Shape = (value, path) =>
  typeof value === "string" && value !== "" ? [] : wrong(value, path, "a text");

export const flag: Shape = (value, path) =>
  typeof value === "boolean" ? [] : wrong(value, path, "true or false");

export function oneOf(...choices: readonly (string | number)[]): Shape {
  const expected = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  return (value, path) =>
    choices.some((choice) => choice === value) ? [] : wrong(value, path, expected);
}

export function quantity(limit: Limit): Shape {
  return (value, path) => {
    if (typeof value !== "number") return wrong(value, path, "a number");
    if (isWithinLimit(value, limit)) return [];
    const whole = limit.integer ? "a whole number, " : "";
    return [`${path} is ${formatQuantity(value, limit)}, must be ${whole}${describeLimit(limit)}`];
  };
}

export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}

export function list(shape: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => shape(item, `${path}[${index}]`))
      : wrong(value, path, "an array");
}

/** An object with exactly the members of T. */
export function object<T>(members: { readonly [K in keyof T]: Shape }): Shape {
  const shapes = Object.entries<Shape>(members);
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return wrong(value, path, "an object");
    const seen = new Map<string, unknown>(Object.entries(value));
    const unknown = [...seen.keys()].filter((key) => !Object.hasOwn(members, key));
    return [
      ...shapes.flatMap(([key, shape]) => shape(seen.get(key), join(path, key))),
      ...unknown.map((key) => `${join(path, key)} is not known`),
    ];
  };
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function wrong(value: unknown, path: string, expected: string): string[] {
  const what = path === "" ? "It" : path;
  if (value === undefined) return [`${what} is missing, must be ${expected}`];
  return [`${what} is ${describeValue(value)}, must be ${expected}`];
}

/** `"ten" (a string)`, `null`, `an array`. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "string") return `${JSON.stringify(value)} (a string)`;
  if (typeof value === "object" && value !== null) return "an object";
  if (value === null) return "null";
  return `${String(value)} (a ${typeof value})`;
}
