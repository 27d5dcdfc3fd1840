/** The result of a function as the HTTP response an HTTP API makes of it, payload format 2.0. */

export interface HttpResponse {
  readonly status: number;
  /** Names and values; a name may repeat. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** As the function says: the answer to HEAD has the length of a body that is not there. */
  readonly contentLength?: string;
}

/** What an HTTP API answers by itself: `{"message":"Internal Server Error"}`. */
export function createMessage(status: number, message: string): HttpResponse {
  return {
    status,
    headers: [["content-type", "application/json"]],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/** Connection headers belong to the gateway; the length is that of what it sends. */
const GATEWAY_HEADERS = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Returns undefined for a malformed result: an HTTP API answers it with a 500. */
export function parseResult(payload: string): HttpResponse | undefined {
  let result: unknown;
  try {
    result = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (!isObject(result) || !("statusCode" in result)) return inferResponse(payload, result);
  return createResponse(result);
}

/** Without a status code the whole result is the body of a 200. */
function inferResponse(payload: string, result: unknown): HttpResponse {
  return {
    status: 200,
    headers: [["content-type", "application/json"]],
    body: Buffer.from(typeof result === "string" ? result : payload),
  };
}

function createResponse(result: Readonly<Record<string, unknown>>): HttpResponse | undefined {
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = result;
  // An array or object need not have a number, and asking for it may throw
  const status = typeof statusCode === "object" ? Number.NaN : Number(statusCode);
  const bytes = decodeBody(body ?? "", isBase64Encoded);
  const pairs = parseHeaders(headers ?? {}, cookies ?? []);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (bytes === undefined || pairs === undefined) return undefined;
  const contentLength = findContentLength(headers);
  const hasType = pairs.some(([name]) => name.toLowerCase() === "content-type");
  return {
    status,
    headers:
      hasType || bytes.length === 0
        ? pairs
        : [...pairs, ["content-type", "text/plain;charset=UTF-8"]],
    body: bytes,
    ...(contentLength === undefined ? {} : { contentLength }),
  };
}

function findContentLength(headers: unknown): string | undefined {
  if (!isObject(headers)) return undefined;
  const entry = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-length");
  return /^\d+$/.test(String(entry?.[1])) ? String(entry?.[1]) : undefined;
}

function decodeBody(body: unknown, isBase64Encoded: unknown): Buffer | undefined {
  if (typeof body !== "string" || typeof isBase64Encoded !== "boolean") return undefined;
  return Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
}

function parseHeaders(headers: unknown, cookies: unknown): [string, string][] | undefined {
  if (!isObject(headers) || !Array.isArray(cookies)) return undefined;
  const pairs = [
    ...Object.entries(headers).filter(([name]) => !GATEWAY_HEADERS.has(name.toLowerCase())),
    ...cookies.map((cookie) => ["set-cookie", cookie]),
  ];
  const isValid = pairs.every(
    ([name, value]) => isHeaderName(String(name)) && isHeaderValue(value),
  );
  return isValid ? pairs.map(([name, value]) => [String(name), String(value)]) : undefined;
}

function isHeaderName(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

/** Line breaks would let a value add headers of its own (response splitting). */
function isHeaderValue(value: unknown): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  return typeof value === "string" && !/[^\t\x20-\x7e\x80-\xff]/.test(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
