import { isMarkup, isUnrendered, renderMarkup } from "./markup.ts";
import { type EncodedBody, encodeBody, JSON_TYPE, type SendableResponse } from "./response.ts";
import { ResultError } from "./result-error.ts";

export async function createFromWebResponse(response: Response): Promise<SendableResponse> {
  const headers = Object.fromEntries(response.headers);
  delete headers["set-cookie"];
  const bytes = response.body === null ? undefined : Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers,
    cookies: {},
    rawCookies: response.headers.getSetCookie(),
    body: bytes,
  };
}

/**
 * Any body that is not text: bytes, what can be read as bytes or text, and JSON.
 * @throws ResultError
 */
export async function encodeValue(value: unknown): Promise<EncodedBody> {
  if (typeof value === "object" && value !== null) {
    const bytes = await readBytes(value);
    if (bytes !== undefined) return bytes;
  }
  return { body: encodeJson(value), type: JSON_TYPE };
}

const BYTES = "application/octet-stream";
const HTML = "text/html; charset=utf-8";

/** Of objects that hold bytes or text. A plain object, which is what most handlers return, is soon let go. */
async function readBytes(value: object): Promise<EncodedBody | undefined> {
  if (isUnrendered(value))
    throw new ResultError(
      "Cannot send a JSX element that is not rendered: html(render(<Page />)), with the package that renders it",
    );
  if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) return undefined;
  if (value instanceof Uint8Array) return { body: value, type: BYTES };
  if (ArrayBuffer.isView(value))
    return { body: Buffer.from(value.buffer, value.byteOffset, value.byteLength), type: BYTES };
  if (value instanceof ArrayBuffer) return { body: Buffer.from(value), type: BYTES };
  if (isMarkup(value)) return { body: await renderMarkup(value), type: HTML };
  // By name, as with Response: `Blob` is a global that loads code when it is touched.
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (kind === "Blob" || kind === "File") {
    const blob = value as Blob;
    return { body: Buffer.from(await blob.arrayBuffer()), type: blob.type || BYTES };
  }
  if (kind === "Promise") return await encodeBody(await value);
  if (Symbol.asyncIterator in value)
    return { body: await collectStream(value as AsyncIterable<unknown>), type: BYTES };
  if (LOST_IN_JSON.has(kind))
    throw new ResultError(`Cannot send a ${kind} as JSON: it would be sent as {}`);
  return undefined;
}

const LOST_IN_JSON = new Set(
  "Map Set WeakMap WeakSet RegExp Error FormData Headers Request URLSearchParams".split(" "),
);

function encodeJson(value: unknown): string {
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text !== undefined) return text;
  const reason = cause instanceof Error ? cause.message : `it is a ${typeof value}`;
  throw new ResultError(`Cannot send what the handler returned as JSON: ${reason}`, { cause });
}

/** Streams are buffered: an HTTP API cannot stream a response. */
async function collectStream(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream)
    chunks.push(chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}
