/**
 * Payload and message body, both directions: `push` writes it and the runtime reads it. A body is
 * always plain JSON, so any producer can send one; bytes are a JSON string of base64, and marked.
 */
import { PushError } from "./push-error.ts";

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

export interface EncodedPayload {
  readonly body: string;
  readonly isBytes: boolean;
}

/** @throws PushError with the path of the first value that JSON cannot hold. */
export function encodePayload(payload: unknown, queue: string): EncodedPayload {
  if (payload instanceof Uint8Array) {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    return { body: `"${bytes.toString("base64")}"`, isBytes: true };
  }
  const refuse = (reason: string): never => {
    throw new PushError(queue, "payload", reason);
  };
  const json = stringify(payload, refuse);
  if (json === undefined) return refuse("payload is undefined. Push null, or an empty object");
  return { body: escapeNoncharacters(json), isBytes: false };
}

/** What is not JSON arrives as a string: other producers need not know about queuerun. */
export function decodePayload({ body, isBytes }: EncodedPayload): unknown {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return body;
  }
  return isBytes && typeof payload === "string" ? Buffer.from(payload, "base64") : payload;
}

/** SQS refuses U+FFFE and U+FFFF; all else it refuses, `JSON.stringify` has escaped already. */
export function escapeNoncharacters(json: string): string {
  return json.replace(/[\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}

function stringify(payload: unknown, refuse: (reason: string) => never): string | undefined {
  try {
    return JSON.stringify(payload, createCheck(refuse));
  } catch (error) {
    if (error instanceof PushError) throw error;
    // A getter or toJSON of the payload threw, or toJSON never ends.
    return refuse(`payload cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** A replacer that replaces nothing: it sees each value after `toJSON`, depth first. */
function createCheck(refuse: (reason: string) => never) {
  /** From the payload down to the value being looked at. */
  const holders: object[] = [];
  const keys: string[] = [];
  return function check(this: object, key: string, value: unknown): unknown {
    while (holders.length > 0 && holders.at(-1) !== this) {
      holders.pop();
      keys.pop();
    }
    const path = () => describePath([...keys, key].slice(1), holders);
    const reason = findProblem(value);
    if (reason !== undefined) return refuse(`${path()} is ${reason}, which JSON cannot hold`);
    if (typeof value !== "object" || value === null) return value;
    const circle = holders.indexOf(value);
    if (circle >= 0)
      return refuse(
        `${path()} is circular: it is ${describePath(keys.slice(1, circle + 1), holders)} again`,
      );
    if (holders.length === MAX_DEPTH) return refuse(`payload is nested deeper than 1,000 levels`);
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
function describePath(keys: readonly string[], holders: readonly object[]): string {
  const parts = keys.map((key, index) => {
    if (Array.isArray(holders[index])) return `[${key}]`;
    return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
      ? `.${key}`
      : `[${JSON.stringify(key)}]`;
  });
  return `payload${parts.join("")}`;
}
