import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** The bytes of the body; undefined when the request has none. */
export function bodyBytes(event: APIGatewayProxyEventV2): Buffer | undefined {
  if (!event.body) return undefined;
  return Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
}
