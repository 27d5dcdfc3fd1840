import type { HttpResponse } from "../../sdk/handlers.ts";
import { isReply, type Reply } from "../../sdk/reply.ts";
import { loadOnDemand } from "../load-on-demand.ts";

/** A response with the `set-cookie` lines of a Web `Response`, which are kept as they are. */
export interface SendableResponse extends HttpResponse {
  readonly rawCookies: readonly string[];
}

/** Turns what a handler returned into a response; text and JSON at once. @throws ResultError */
export function createResponse(result: unknown): SendableResponse | Promise<SendableResponse> {
  if (isWebResponse(result))
    return loadOnDemand().then(({ createFromWebResponse }) => createFromWebResponse(result));
  const answer = isReply(result) ? result : { body: result };
  const encoded = encodeBody(answer.body);
  return encoded instanceof Promise
    ? encoded.then((body) => assemble(body, answer))
    : assemble(encoded, answer);
}

/** Recognised without naming the global `Response`, which would make Node load its fetch code. */
export function isWebResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}

function assemble(
  { body, type }: EncodedBody,
  { status = body === undefined ? 204 : 200, headers: given, cookies }: Partial<Reply>,
): SendableResponse {
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
  if (given)
    for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = String(value);
  return { status, headers, cookies: { ...cookies }, rawCookies: [], body };
}

/** A body as it is sent. */
export interface EncodedBody {
  readonly body: string | Uint8Array | undefined;
  readonly type?: string;
}

/** Encodes a body by itself, without a status or headers. @throws ResultError */
export function encodeBody(value: unknown): EncodedBody | Promise<EncodedBody> {
  if (value === undefined || value === null) return { body: undefined };
  if (typeof value === "string") return { body: value, type: "text/plain; charset=utf-8" };
  const body = isPlain(value) ? stringify(value) : undefined;
  if (body !== undefined) return { body, type: JSON_TYPE };
  return loadOnDemand().then(({ encodeValue }) => encodeValue(value));
}

export const JSON_TYPE = "application/json";

/** What most handlers return. An element of JSX looks like it, but for what is asked here. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null || "$$typeof" in value) return false;
  return Array.isArray(value) || value.constructor === Object;
}

/** Undefined for what is no JSON. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
