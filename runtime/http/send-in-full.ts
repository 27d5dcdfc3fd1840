import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HttpConfig, HttpRequest } from "../../sdk/handlers.ts";
import { isStatus } from "../../sdk/status.ts";
import { mediaType } from "./body.ts";
import { addValidators } from "./caching.ts";
import { compress } from "./compress.ts";
import { serializeCookies } from "./cookies.ts";
import type { SendableResponse } from "./response.ts";
import { ResultError } from "./result-error.ts";
import { HEADER_NAME, HEADER_VALUE } from "./send.ts";

/** Bytes of a response's JSON that Lambda accepts: 6 MB and 100 KB of envelope (Lambda quotas). */
const MAX_RESULT_BYTES = 6_291_556;

/**
 * Turns any response into the result of payload format 2.0: validators and 304, compression, cookies,
 * no body for HEAD.
 * @throws ResultError for headers, cookies or sizes that cannot be sent.
 */
export async function sendInFull(
  response: SendableResponse,
  request: { readonly method: string; readonly headers: HttpRequest["headers"] },
  config: HttpConfig,
): Promise<APIGatewayProxyStructuredResultV2> {
  refuseEventStream(response);
  addValidators(response, request, config);
  const body = await compress(response, request.headers);
  if (response.status === 304) delete response.headers["content-type"];
  const cookies = serializeCookies(response, request.headers);
  checkStatus(response.status);
  checkHeaders(response.headers, cookies);
  const result: APIGatewayProxyStructuredResultV2 = {
    statusCode: response.status,
    headers: response.headers,
    ...(cookies.length > 0 ? { cookies: [...cookies] } : {}),
    ...encodeResultBody(body, request.method, response.headers),
  };
  checkSize(result);
  return result;
}

function encodeResultBody(
  body: string | Uint8Array | undefined,
  method: string,
  headers: Record<string, string>,
): { body?: string; isBase64Encoded?: boolean } {
  if (body === undefined) return {};
  if (method === "HEAD") {
    headers["content-length"] ??= String(Buffer.byteLength(body));
    return {};
  }
  if (typeof body === "string") return { body, isBase64Encoded: false };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return isText(headers) && process.getBuiltinModule("node:buffer").isUtf8(bytes)
    ? { body: bytes.toString("utf8"), isBase64Encoded: false }
    : { body: bytes.toString("base64"), isBase64Encoded: true };
}

/** Bytes of UTF-8 travel as text: base64 is a third longer. */
function isText(headers: Record<string, string>): boolean {
  const contentType = headers["content-type"];
  const type = mediaType(contentType);
  const isTextType =
    type.startsWith("text/") || type === "application/json" || type.endsWith("+json");
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  return isTextType && headers["content-encoding"] === undefined && /^utf-?8$/i.test(charset);
}

function refuseEventStream({ headers }: SendableResponse): void {
  if (headers["content-type"]?.toLowerCase().startsWith("text/event-stream"))
    throw new ResultError(
      "Cannot send text/event-stream: an HTTP API buffers responses. Use a WebSocket instead",
    );
}

/** An HTTP API answers 500 for any other, and nobody would know why: `Response.error()` has 0. */
function checkStatus(status: number): void {
  if (!isStatus(status))
    throw new ResultError(`Cannot send status ${JSON.stringify(status)}: must be 200 to 599`);
}

function checkHeaders(headers: Record<string, string>, cookies: readonly string[]): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name))
      throw new ResultError(`Cannot send header ${JSON.stringify(name)}`);
    if (!HEADER_VALUE.test(value))
      throw new ResultError(`Cannot send header "${name}": value is ${JSON.stringify(value)}`);
  }
  for (const cookie of cookies)
    if (!HEADER_VALUE.test(cookie))
      throw new ResultError(`Cannot send cookie: value is ${JSON.stringify(cookie)}`);
}

function checkSize(result: APIGatewayProxyStructuredResultV2): void {
  // A body this short cannot reach the limit, however much JSON escapes it.
  if ((result.body?.length ?? 0) < MAX_RESULT_BYTES / 6 - 20_000) return;
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes > MAX_RESULT_BYTES)
    throw new ResultError(
      `Cannot send a response of ${bytes} bytes: Lambda accepts ${MAX_RESULT_BYTES}. Store it and answer with its URL`,
    );
}
