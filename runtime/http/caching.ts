import type { HttpConfig, HttpRequest } from "../../sdk/handlers.ts";
import { createEtag } from "./etag.ts";
import type { SendableResponse } from "./response.ts";

/** Adds Cache-Control and ETag to a successful GET or HEAD, and makes it a 304 if the client has it. */
export function addValidators(
  response: SendableResponse,
  request: { readonly method: string; readonly headers: HttpRequest["headers"] },
  config: HttpConfig,
): void {
  const { status, headers, body } = response;
  if (status !== 200 || (request.method !== "GET" && request.method !== "HEAD")) return;
  const cacheControl = cacheControlOf(config.cache, response);
  if (cacheControl !== undefined) headers["cache-control"] ??= cacheControl;
  if (config.etag !== false && body !== undefined) headers.etag ??= createEtag(readUnits(body));
  if (headers.etag !== undefined && hasEtag(request.headers["if-none-match"], headers.etag)) {
    response.status = 304;
  }
}

/** Bytes as the characters of these numbers. */
function readUnits(body: string | Uint8Array): string {
  if (typeof body === "string") return body;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1");
}

function cacheControlOf(
  cache: HttpConfig["cache"],
  response: SendableResponse,
): string | undefined {
  const value = typeof cache === "function" ? cache(response) : cache;
  // Private: a shared cache must not hand one user's answer to another. A string may say otherwise.
  return typeof value === "number" ? `private, max-age=${value}` : value;
}

/** Weak comparison, as RFC 9110 section 13.1.2 wants for If-None-Match. */
function hasEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || opaque(tag) === opaque(etag));
}
