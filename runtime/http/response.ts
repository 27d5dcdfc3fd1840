import type { HttpResponse } from "../../sdk/handlers.ts";
import { isReply, type Reply } from "../../sdk/reply.ts";
import { isMarkup, isUnrendered, renderMarkup } from "./markup.ts";

/** A response with the `set-cookie` lines of a Web `Response`, which are kept as they are. */
export interface SendableResponse extends HttpResponse {
  readonly rawCookies: readonly string[];
}

/** What a handler returned cannot be sent: the backend's mistake, logged and answered 500. */
export class ResultError extends Error {
  override readonly name = "ResultError";
}

/** Turns what a handler returned into a response. @throws ResultError */
export async function createResponse(result: unknown): Promise<SendableResponse> {
  if (isReply(result)) return createFromReply(result);
  if (isWebResponse(result)) return createFromWebResponse(result);
  return createFromReply({ body: result, status: undefined, headers: {}, cookies: {} });
}

/** Recognised without naming the global `Response`, which would make Node load its fetch code. */
export function isWebResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}

/** Tells caches that the response depends on a request header. */
export function addVary(headers: Record<string, string>, name: string): void {
  const names = headers.vary === undefined ? [] : headers.vary.split(/\s*,\s*/);
  const isNamed = names.some(
    (known) => known === "*" || known.toLowerCase() === name.toLowerCase(),
  );
  if (!isNamed) headers.vary = [...names, name].join(", ");
}

async function createFromReply(
  reply: Pick<Reply, "body" | "status" | "headers" | "cookies">,
): Promise<SendableResponse> {
  const { body, type } = await encodeBody(reply.body);
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
  for (const [name, value] of Object.entries(reply.headers))
    headers[name.toLowerCase()] = String(value);
  const status = reply.status ?? (body === undefined ? 204 : 200);
  return { status, headers, cookies: { ...reply.cookies }, rawCookies: [], body };
}

async function createFromWebResponse(response: Response): Promise<SendableResponse> {
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

interface EncodedBody {
  readonly body: string | Uint8Array | undefined;
  readonly type?: string;
}

async function encodeBody(value: unknown): Promise<EncodedBody> {
  if (value === undefined || value === null) return { body: undefined };
  if (typeof value === "string") return { body: value, type: "text/plain; charset=utf-8" };
  if (typeof value === "object") {
    const bytes = await readBytes(value);
    if (bytes !== undefined) return bytes;
  }
  return { body: encodeJson(value), type: "application/json" };
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
