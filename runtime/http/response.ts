import type { HttpResponse } from "../../sdk/handlers.ts";
import { isReply, type Reply, reply } from "../../sdk/reply.ts";
import { loadOnDemand } from "../load-on-demand.ts";

/** A response with the `set-cookie` lines of a Web `Response`, which are kept as they are. */
export interface SendableResponse extends HttpResponse {
  readonly rawCookies: readonly string[];
}

/** Turns what a handler returned into a response. @throws ResultError */
export async function createResponse(result: unknown): Promise<SendableResponse> {
  if (isReply(result)) return createFromReply(result);
  if (isWebResponse(result)) return (await loadOnDemand()).createFromWebResponse(result);
  return createFromReply(reply(result));
}

/** Recognised without naming the global `Response`, which would make Node load its fetch code. */
export function isWebResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}

async function createFromReply(result: Reply): Promise<SendableResponse> {
  const { body, type } = await encodeBody(result.body);
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
  for (const [name, value] of Object.entries(result.headers))
    headers[name.toLowerCase()] = String(value);
  const status = result.status ?? (body === undefined ? 204 : 200);
  return { status, headers, cookies: { ...result.cookies }, rawCookies: [], body };
}

/** A body as it is sent. */
export interface EncodedBody {
  readonly body: string | Uint8Array | undefined;
  readonly type?: string;
}

/** Encodes a body by itself, without a status or headers. @throws ResultError */
export async function encodeBody(value: unknown): Promise<EncodedBody> {
  if (value === undefined || value === null) return { body: undefined };
  if (typeof value === "string") return { body: value, type: "text/plain; charset=utf-8" };
  const body = isPlain(value) ? stringify(value) : undefined;
  return body === undefined ? (await loadOnDemand()).encodeValue(value) : { body, type: JSON_TYPE };
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
