/**
 * Payload and message body, both directions: `push` writes it and the runtime reads it. A body is
 * always plain JSON, so any producer can send one; bytes are a JSON string of base64, and marked.
 */
import { JsonError, stringifyJson } from "./json.ts";
import { PushError } from "./push-error.ts";

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
  return { body: escapeNoncharacters(stringify(payload, queue)), isBytes: false };
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

function stringify(payload: unknown, queue: string): string {
  const refuse = (reason: string) => new PushError(queue, "payload", reason);
  try {
    const json = stringifyJson(payload, "payload");
    if (json !== undefined) return json;
  } catch (error) {
    throw error instanceof JsonError ? refuse(error.message) : error;
  }
  throw refuse("payload is undefined. Push null, or an empty object");
}
