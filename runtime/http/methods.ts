import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HTTP_METHODS } from "../../manifest/manifest.ts";
import type { HttpConfig, HttpRequest } from "../../sdk/handlers.ts";
import { addCors } from "./cors.ts";
import type { SendableResponse } from "./response.ts";
import type { LoadedRoute } from "./route.ts";

/** For `Allow`; OPTIONS is always answered. */
export function allowedMethods({ handlers }: LoadedRoute): string[] {
  return HTTP_METHODS.filter((method) => method === "OPTIONS" || handlers.has(method));
}

/** True of the question a browser asks before a request of another origin; the route need not know. */
export function isPreflight(
  { headers }: Pick<APIGatewayProxyEventV2, "headers">,
  { cors }: HttpConfig,
): boolean {
  return Boolean(cors) && headers["access-control-request-method"] !== undefined;
}

/** Answers OPTIONS where the route does not: the methods, and what a preflight asks for. */
export function createOptionsResponse(
  route: LoadedRoute,
  requestHeaders: HttpRequest["headers"],
): SendableResponse {
  const methods = allowedMethods(route);
  const headers: Record<string, string> = { allow: methods.join(", ") };
  if (isPreflight({ headers: requestHeaders }, route.config))
    addCors(headers, route.config.cors, requestHeaders, methods);
  return { status: 204, headers, cookies: {}, rawCookies: [], body: undefined };
}
