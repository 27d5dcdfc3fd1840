import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HttpConfig, HttpRequest } from "../../sdk/handlers.ts";
import { isStatus } from "../../sdk/status.ts";
import { loadOnDemand } from "../load-on-demand.ts";
import { createEtag } from "./etag.ts";
import { JSON_TYPE, type SendableResponse } from "./response.ts";

/** Shorter bodies gain nothing by compression: the answer fits one network packet, and base64 takes a third back. */
export const MIN_BYTES = 1400;

/** What a header may hold: everything else could start a header of its own. */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
export const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Turns a response into the result of payload format 2.0. One that is short text, with nothing to it but
 * its headers, is sent at once.
 * @throws ResultError for headers, cookies or sizes that cannot be sent.
 */
export function sendResponse(
  response: SendableResponse,
  request: { readonly method: string; readonly headers: HttpRequest["headers"] },
  config: HttpConfig,
): APIGatewayProxyStructuredResultV2 | Promise<APIGatewayProxyStructuredResultV2> {
  const isCached = config.cache !== undefined || request.headers["if-none-match"] !== undefined;
  if (isCached || request.method === "HEAD" || !isShortText(response))
    return loadOnDemand().then(({ sendInFull }) => sendInFull(response, request, config));
  const { status: statusCode, headers, body } = response;
  if (body === undefined) return { statusCode, headers };
  if (statusCode === 200 && request.method === "GET" && config.etag !== false)
    headers.etag ??= createEtag(body);
  return { statusCode, headers, body, isBase64Encoded: false };
}

interface ShortText extends SendableResponse {
  readonly body: string | undefined;
}

function isShortText(response: SendableResponse): response is ShortText {
  const { status, headers, cookies, rawCookies, body = "" } = response;
  return (
    typeof body === "string" &&
    body.length < MIN_BYTES &&
    isStatus(status) &&
    rawCookies.length + Object.keys(cookies).length === 0 &&
    arePlain(headers)
  );
}

/** A type of content other than JSON may have to be refused, as event streams are. */
const PLAIN_TYPE = /^(application\/[\w.+]*json|text\/[hp].*)$/;

function arePlain(headers: Record<string, string>): boolean {
  for (const name in headers) {
    const value = headers[name] as string;
    const isPlain =
      name === "content-type"
        ? value === JSON_TYPE || PLAIN_TYPE.test(value)
        : HEADER_NAME.test(name) && HEADER_VALUE.test(value);
    if (!isPlain) return false;
  }
  return true;
}
