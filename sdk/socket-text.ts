/** Data and text of a WebSocket message, both directions. */
import { formatQuantity } from "../manifest/limits.ts";
import { JsonError, stringifyJson } from "./json.ts";
import { SocketError } from "./socket-error.ts";

/** Of one message, in UTF-8 (API Gateway quota: 128 KB). */
export const MAX_TEXT_BYTES = 131_072;

const BYTES = { unit: "bytes" } as const;

/**
 * A string is sent as it is, all else as JSON.
 * @throws SocketError for what JSON cannot hold, bytes, and more than 128 KB.
 */
export function encodeText(data: unknown): string {
  const text = typeof data === "string" ? data : stringify(data);
  const size = Buffer.byteLength(text);
  if (size <= MAX_TEXT_BYTES) return text;
  const [seen, most] = [size, MAX_TEXT_BYTES].map((count) => formatQuantity(count, BYTES));
  throw new SocketError(
    "size",
    `Cannot send: the message has ${seen}, at most ${most}. Store the data elsewhere and send its URL`,
  );
}

/** What is not JSON arrives as a string. */
export function decodeText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function stringify(data: unknown): string {
  const refuse = (reason: string) => new SocketError("data", `Cannot send: ${reason}`);
  if (isBytes(data)) throw refuse("data is bytes, and a WebSocket API carries text. Send base64");
  try {
    const json = stringifyJson(data, "data");
    if (json !== undefined) return json;
  } catch (error) {
    throw error instanceof JsonError ? refuse(error.message) : error;
  }
  throw refuse("data is undefined. Send null, or an empty object");
}

function isBytes(data: unknown): boolean {
  return (
    ArrayBuffer.isView(data) || data instanceof ArrayBuffer || data instanceof SharedArrayBuffer
  );
}
