import type { APIGatewayProxyEventV2 } from "aws-lambda";

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the parts of a request of an HTTP API that the runtime relies on, once, at the edge.
 * @returns Undefined for any other event.
 */
export function parseHttpEvent(event: unknown): APIGatewayProxyEventV2 | undefined {
  if (!isFields(event) || event.version !== "2.0") return undefined;
  const { requestContext, rawPath, rawQueryString = "", headers = {}, cookies = [], body } = event;
  const http = isFields(requestContext) ? requestContext.http : undefined;
  const isValid =
    isFields(http) &&
    [http.method, rawPath, rawQueryString, body ?? ""].every(isString) &&
    isStrings(headers) &&
    Array.isArray(cookies) &&
    isStrings(cookies);
  if (!isValid) return undefined;
  const checked: unknown = { ...event, rawQueryString, headers, body: body ?? undefined };
  return checked as APIGatewayProxyEventV2;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isStrings(value: unknown): boolean {
  if (!isFields(value)) return false;
  // Parsed from JSON: it inherits nothing
  for (const name in value) if (!isString(value[name])) return false;
  return true;
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}
