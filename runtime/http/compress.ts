import type { HttpRequest } from "../../sdk/handlers.ts";
import type { SendableResponse } from "./response.ts";
import { MIN_BYTES } from "./send.ts";
import { addVary } from "./vary.ts";

const COMPRESSIBLE =
  /^(text\/|application\/(.*\+)?(json|xml|javascript|wasm|x-ndjson)\b|image\/svg\+xml)/;

/**
 * The body, compressed if the client accepts br or gzip and it is worth it. None for a 304, whose
 * headers are nevertheless those of the whole response.
 */
export async function compress(
  { status, headers, body }: SendableResponse,
  requestHeaders: HttpRequest["headers"],
): Promise<string | Uint8Array | undefined> {
  const isKnown = status === 304;
  if (body === undefined || !isWorthIt(headers, body)) return isKnown ? undefined : body;
  addVary(headers, "Accept-Encoding");
  if (isKnown) return undefined;
  const encoding = acceptedEncoding(requestHeaders["accept-encoding"]);
  if (encoding === undefined) return body;
  const zlib = await import("node:zlib");
  headers["content-encoding"] = encoding;
  delete headers["content-length"];
  return encoding === "br"
    ? // Quality 4 is about as fast as gzip and smaller; the default of 11 is meant for static files.
      zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } })
    : zlib.gzipSync(body);
}

function isWorthIt(headers: Record<string, string>, body: string | Uint8Array): boolean {
  return (
    body.length >= MIN_BYTES &&
    headers["content-encoding"] === undefined &&
    COMPRESSIBLE.test(headers["content-type"] ?? "") &&
    !headers["cache-control"]?.includes("no-transform")
  );
}

function acceptedEncoding(accept: string | undefined): "br" | "gzip" | undefined {
  const accepted = new Set<string>();
  for (const part of (accept ?? "").toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    if (!parameters.some((parameter) => /^q=0(\.0+)?$/.test(parameter))) accepted.add(name);
  }
  if (accepted.has("br")) return "br";
  return accepted.has("gzip") ? "gzip" : undefined;
}
