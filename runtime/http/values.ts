import { HttpError } from "../../sdk/errors.ts";

/**
 * Pairs to an object; a key that repeats becomes an array, in order.
 * @param what Named in the error: `The query`.
 */
export function collectValues<Value>(
  pairs: Iterable<readonly [string, Value]>,
  what: string,
): Record<string, Value | Value[]> {
  const values: Record<string, Value | Value[]> = {};
  for (const [key, value] of pairs) {
    // On a plain object this key would set the prototype instead of a property.
    if (key === "__proto__")
      throw new HttpError(400, `${what} has a key that is not allowed: "${key}"`);
    const known = Object.hasOwn(values, key) ? values[key] : undefined;
    if (known === undefined) values[key] = value;
    else if (Array.isArray(known)) known.push(value);
    else values[key] = [known, value];
  }
  return values;
}
