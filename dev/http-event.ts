/**
 * An HTTP request as the event an HTTP API sends to Lambda, payload format version 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { ACCOUNT_ID, API_ID } from "./aws-names.ts";

/** What a client sent, before it is made into an event. */
export interface HttpRequestParts {
  readonly method: string;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** `HTTP/1.1` */
  readonly protocol: string;
  readonly port: number;
  readonly requestId: string;
  readonly traceId: string;
  readonly time: Date;
}

export interface RequestTarget {
  /** Decoded, as AWS does: `%2F` is a slash like any other. */
  readonly rawPath: string;
  readonly rawQueryString: string;
}

/** Splits a request target. Returns undefined where it is none: no path, or a broken escape. */
export function parseTarget(target: string): RequestTarget | undefined {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, "").replace(/#.*$/s, "");
  const [path = "", ...query] = (local === "" || local.startsWith("?") ? `/${local}` : local).split(
    "?",
  );
  if (!path.startsWith("/")) return undefined;
  try {
    return { rawPath: decodeURIComponent(path), rawQueryString: query.join("?") };
  } catch {
    return undefined;
  }
}

export function createHttpEvent(
  parts: HttpRequestParts,
  { rawPath, rawQueryString }: RequestTarget,
): APIGatewayProxyEventV2 {
  const { cookie: cookies, ...headers } = joinHeaders(parts.rawHeaders);
  const queryStringParameters = parseQuery(rawQueryString);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookies === undefined ? {} : { cookies: splitCookies(cookies) }),
    headers: { ...headers, ...createProxyHeaders(parts, headers) },
    ...(queryStringParameters === undefined ? {} : { queryStringParameters }),
    requestContext: createRequestContext(parts, rawPath, headers),
    ...createBody(parts.body, headers["content-type"]),
  };
}

function createRequestContext(
  parts: HttpRequestParts,
  path: string,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyEventV2["requestContext"] {
  const domainName = (headers.host ?? "localhost").replace(/:\d+$/, "");
  return {
    accountId: ACCOUNT_ID,
    apiId: API_ID,
    domainName,
    domainPrefix: domainName.split(".")[0] ?? domainName,
    http: {
      method: parts.method,
      path,
      protocol: parts.protocol,
      sourceIp: parts.sourceIp,
      userAgent: headers["user-agent"] ?? "",
    },
    requestId: parts.requestId,
    routeKey: "$default",
    stage: "$default",
    time: formatTime(parts.time),
    timeEpoch: parts.time.getTime(),
  };
}

/** Names in lower case; a header that was sent more than once is one, joined with commas. */
export function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    const earlier = headers.get(name);
    const separator = name === "cookie" ? "; " : ",";
    headers.set(name, earlier === undefined ? value : `${earlier}${separator}${value}`);
  }
  return Object.fromEntries(headers);
}

/** What the gateway says about the client; `x-forwarded-for` keeps what earlier proxies said. */
function createProxyHeaders(
  { sourceIp, port, traceId }: HttpRequestParts,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const forwarded = headers["x-forwarded-for"];
  return {
    "x-amzn-trace-id": traceId,
    "x-forwarded-for": forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`,
    "x-forwarded-port": String(port),
    "x-forwarded-proto": "http",
  };
}

function splitCookies(header: string): string[] {
  return header
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "");
}

/** A key that repeats has its values joined with commas. Undefined without a query. */
function parseQuery(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === "") return undefined;
  const values = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(rawQueryString)) {
    const earlier = values.get(key);
    values.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(values);
}

/**
 * Types that arrive as text. All others are base64, also forms and bodies without a type, as seen
 * in AWS, whose documentation only speaks of "binary".
 */
const TEXT_TYPE = /^(text\/[^;]*|application\/(json|xml|javascript))\s*(;|$)/i;

function createBody(
  body: Buffer,
  contentType: string | undefined,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  return TEXT_TYPE.test(contentType?.trim() ?? "")
    ? { body: body.toString("utf8"), isBase64Encoded: false }
    : { body: body.toString("base64"), isBase64Encoded: true };
}

/** `12/Mar/2026:19:03:58 +0000` */
export function formatTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}
