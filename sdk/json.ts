/** Values as JSON, and what JSON cannot hold: it would be lost without a word. */

/** Deeper values overflow the stack of code that walks them, `JSON.stringify` included. */
const MAX_DEPTH = 1_000;

// By Object.prototype.toString. JSON turns these into `{}` or into an object of numbers, silently.
const LOST = new Set(
  "Map Set WeakMap WeakSet WeakRef Promise RegExp Error ArrayBuffer SharedArrayBuffer DataView Blob File FormData Headers Request Response ReadableStream URLSearchParams"
    .split(" ")
    .concat(
      "Int8 Uint8 Uint8Clamped Int16 Uint16 Int32 Uint32 Float16 Float32 Float64 BigInt64 BigUint64"
        .split(" ")
        .map((type) => `${type}Array`),
    ),
);

/** Why a value cannot be sent, with the path of the first part that JSON cannot hold. */
export class JsonError extends Error {}

/**
 * @param name What the value is called in messages: `payload`.
 * @returns Undefined where JSON has nothing for the value, as for undefined.
 * @throws JsonError
 */
export function stringifyJson(value: unknown, name: string): string | undefined {
  try {
    return JSON.stringify(value, createCheck(name));
  } catch (error) {
    if (error instanceof JsonError) throw error;
    // A getter or toJSON of the value threw, or toJSON never ends.
    const reason = error instanceof Error ? error.message : error;
    throw new JsonError(`${name} cannot be read: ${reason}`);
  }
}

/** A replacer that replaces nothing: it sees each value after `toJSON`, depth first. */
function createCheck(name: string) {
  const refuse = (reason: string): never => {
    throw new JsonError(reason);
  };
  /** From the whole value down to the one being looked at. */
  const holders: object[] = [];
  const keys: string[] = [];
  return function check(this: object, key: string, value: unknown): unknown {
    while (holders.length > 0 && holders.at(-1) !== this) {
      holders.pop();
      keys.pop();
    }
    const path = () => describePath(name, [...keys, key].slice(1), holders);
    const reason = findProblem(value);
    if (reason !== undefined) return refuse(`${path()} is ${reason}, which JSON cannot hold`);
    if (typeof value !== "object" || value === null) return value;
    const circle = holders.indexOf(value);
    if (circle >= 0)
      return refuse(
        `${path()} is circular: it is ${describePath(name, keys.slice(1, circle + 1), holders)} again`,
      );
    if (holders.length === MAX_DEPTH) return refuse(`${name} is nested deeper than 1,000 levels`);
    holders.push(value);
    keys.push(key);
    return value;
  };
}

function findProblem(value: unknown): string | undefined {
  if (typeof value === "bigint") return `a BigInt (${value}n)`;
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return undefined;
  const type = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return LOST.has(type) ? `${/^[AEI]/.test(type) ? "an" : "a"} ${type}` : undefined;
}

/** `payload.items[0]["unit price"]` */
function describePath(name: string, keys: readonly string[], holders: readonly object[]): string {
  const parts = keys.map((key, index) => {
    if (Array.isArray(holders[index])) return `[${key}]`;
    return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
      ? `.${key}`
      : `[${JSON.stringify(key)}]`;
  });
  return `${name}${parts.join("")}`;
}
