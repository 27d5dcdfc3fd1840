import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createHttpEvent } from "../../tests/support/http-event.ts";

/** What a browser sends through an HTTP API. */
const HEADERS = {
  accept: "application/json",
  "accept-language": "en-US,en;q=0.9",
  "content-length": "0",
  host: "abc.execute-api.eu-west-1.amazonaws.com",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36",
  "x-amzn-trace-id": "Root=1-6908c5a7-5d1e0e2b3f4a5c6d7e8f9a0b",
  "x-forwarded-for": "192.0.2.1",
  "x-forwarded-port": "443",
  "x-forwarded-proto": "https",
};

export const GET_USER: APIGatewayProxyEventV2 = createHttpEvent("GET", "/users/42", {
  headers: HEADERS,
});

/** For the routes that check what they get. */
export const POST_ORDER: APIGatewayProxyEventV2 = createHttpEvent("POST", "/orders/42", {
  headers: { ...HEADERS, "content-type": "application/json", "x-key": "secret" },
  body: '{"customer":"ann","quantity":2}',
});

export function post(path: string): APIGatewayProxyEventV2 {
  return createHttpEvent("POST", path, { headers: HEADERS });
}

/** @throws unless the handler has answered with what was asked for. */
export function checkAnswer(result: unknown, expected: unknown): void {
  const { statusCode, body } = result as { statusCode?: number; body?: string };
  const value = body === undefined ? undefined : JSON.parse(body);
  for (const [key, wanted] of Object.entries(expected as object))
    if (statusCode !== 200 || value?.[key] !== wanted)
      throw new Error(`A handler under test has answered ${JSON.stringify(result)}`);
}
