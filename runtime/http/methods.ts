import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HTTP_METHODS } from "../../manifest/manifest.ts";
import { HttpError } from "../../sdk/errors.ts";
import type { HttpConfig, HttpRequest } from "../../sdk/handlers.ts";
import { addCors } from "./cors.ts";
import type { SendableResponse } from "./response.ts";
import type { LoadedRoute } from "./route.ts";

/**
 * Answers a method that the route has no handler for, and the OPTIONS that a browser asks with; undefined
 * if the route's own handler shall.
 * @throws HttpError 405
 */
export function answerMethod(
  route: LoadedRoute,
  method: string,
  event: Pick<APIGatewayProxyEventV2, "headers">,
): SendableResponse | undefined {
  const isHandled = route.handlers.has(method);
  if (method === "OPTIONS" && (!isHandled || isPreflight(event, route.config)))
    return createOptionsResponse(route, event.headers);
  if (isHandled) return undefined;
  throw new HttpError(405, undefined, { headers: { allow: allowedMethods(route).join(", ") } });
}

/** For `Allow`; OPTIONS is always answered. */
function allowedMethods({ handlers }: LoadedRoute): string[] {
  return HTTP_METHODS.filter((method) => method === "OPTIONS" || handlers.has(method));
}

/** True of the question a browser asks before a request of another origin; the route need not know. */
function isPreflight(
  { headers }: Pick<APIGatewayProxyEventV2, "headers">,
  { cors }: HttpConfig,
): boolean {
  return Boolean(cors) && headers["access-control-request-method"] !== undefined;
}

/** The methods, and what a preflight asks for. */
function createOptionsResponse(
  route: LoadedRoute,
  requestHeaders: HttpRequest["headers"],
): SendableResponse {
  const methods = allowedMethods(route);
  const headers: Record<string, string> = { allow: methods.join(", ") };
  if (isPreflight({ headers: requestHeaders }, route.config))
    addCors(headers, route.config.cors, requestHeaders, methods);
  return { status: 204, headers, cookies: {}, rawCookies: [], body: undefined };
}
