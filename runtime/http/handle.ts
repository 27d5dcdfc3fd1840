import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { HTTP_METHODS } from "../../manifest/manifest.ts";
import { type Invocation, runInvocation } from "../../sdk/context.ts";
import { HttpError } from "../../sdk/errors.ts";
import type { HttpConfig, HttpRequest } from "../../sdk/handlers.ts";
import { settlePushes } from "../../sdk/push.ts";
import { type Deadline, DeadlineError, runWithDeadline } from "../deadline.ts";
import type { Runtime } from "../runtime.ts";
import { mediaType } from "./body.ts";
import { addCors } from "./cors.ts";
import { createParams, matchRoute, type RouteMatch, splitPath } from "./match.ts";
import { runMiddleware } from "./middleware.ts";
import { createProblem } from "./problem.ts";
import { createRequest } from "./request.ts";
import type { SendableResponse } from "./response.ts";
import { type LoadedRoute, loadRoute } from "./route.ts";
import { sendResponse } from "./send.ts";

/** One request on its way through: what the answer needs to know besides the response. */
interface Exchange {
  readonly event: APIGatewayProxyEventV2;
  readonly requestId: string;
  readonly method: string;
  /** For the log: the route's path once it is known. */
  path: string;
  /** The route's own, once it is loaded. */
  config: HttpConfig;
}

/**
 * Answers one request of an HTTP API, payload format 2.0. Never throws for what a client sent or a
 * handler did: errors become problem documents, those of the backend are logged with their request ID.
 */
export async function handleHttp(
  event: APIGatewayProxyEventV2,
  runtime: Runtime,
  requestId: string,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method } = event.requestContext.http;
  const exchange: Exchange = { event, requestId, method, path: event.rawPath, config: {} };
  const invocation: Invocation = {
    requestId,
    hops: 0,
    transport: runtime.transport,
    pushes: new Set(),
  };
  try {
    const response = await runInvocation(invocation, () => respond(exchange, runtime, invocation));
    return await send(exchange, response);
  } catch (error) {
    // Lambda freezes the process once this answers: what is being sent must be out by then.
    await Promise.all(Array.from(invocation.pushes, (push) => push.settled));
    return await send(exchange, createErrorResponse(error, exchange));
  }
}

async function respond(
  exchange: Exchange,
  runtime: Runtime,
  invocation: Invocation,
): Promise<SendableResponse> {
  const { tree, routes } = runtime.entry;
  const segments = splitPath(exchange.event.rawPath);
  if (segments === undefined) throw new HttpError(400, "The path is not valid");
  const match = matchRoute(tree, segments);
  const entry = match && routes[match.route];
  if (match === undefined || entry === undefined) throw new HttpError(404);
  exchange.path = entry.path;
  return await runWithDeadline(entry.timeoutSeconds * 1000, async (deadline) => {
    const route = await loadRoute(entry);
    exchange.config = route.config;
    const response = await answer(exchange, route, match, deadline);
    await settlePushes(invocation);
    return response;
  });
}

async function answer(
  exchange: Exchange,
  route: LoadedRoute,
  match: RouteMatch,
  deadline: Deadline,
): Promise<SendableResponse> {
  const { event, method, requestId } = exchange;
  const handler = route.handlers.get(method);
  if (method === "OPTIONS" && (handler === undefined || route.config.cors))
    return createOptionsResponse(route, event.headers);
  if (handler === undefined)
    throw new HttpError(405, undefined, { headers: { allow: allowedMethods(route).join(", ") } });
  checkContentType(event, route.config);
  const params = createParams(route.entry.params, match.values);
  const request = await createRequest(event, params, requestId, deadline);
  return await runMiddleware(route.middleware, handler, request, (error) =>
    createErrorResponse(error, exchange),
  );
}

function allowedMethods({ handlers }: LoadedRoute): string[] {
  return HTTP_METHODS.filter((method) => method === "OPTIONS" || handlers.has(method));
}

function createOptionsResponse(
  route: LoadedRoute,
  requestHeaders: HttpRequest["headers"],
): SendableResponse {
  const methods = allowedMethods(route);
  const headers: Record<string, string> = { allow: methods.join(", ") };
  const isPreflight = requestHeaders["access-control-request-method"] !== undefined;
  if (isPreflight) addCors(headers, route.config.cors, requestHeaders, methods);
  return { status: 204, headers, cookies: {}, rawCookies: [], body: undefined };
}

function checkContentType(event: APIGatewayProxyEventV2, { accepts }: HttpConfig): void {
  if (accepts === undefined || event.body === undefined || event.body === "") return;
  const type = mediaType(event.headers["content-type"]) || "application/json";
  const allowed = [accepts].flat();
  const isAllowed = allowed.some(
    (pattern) =>
      pattern === "*/*" ||
      pattern === type ||
      (pattern.endsWith("/*") && type.startsWith(pattern.slice(0, -1))),
  );
  if (!isAllowed)
    throw new HttpError(415, `The body is ${type}, must be ${allowed.join(" or ")}`, {
      headers: { accept: allowed.join(", ") },
    });
}

/** Sends a response; one that cannot be sent is the backend's mistake and answered 500. */
async function send(
  exchange: Exchange,
  response: SendableResponse,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method, config, event } = exchange;
  addCors(response.headers, config.cors, event.headers);
  try {
    return await sendResponse(response, { method, headers: event.headers }, config);
  } catch (error) {
    const problem = createErrorResponse(error, exchange);
    return await sendResponse(problem, { method, headers: event.headers }, {});
  }
}

/** The response for an error; what is the backend's own fault is logged, and only there in full. */
function createErrorResponse(error: unknown, exchange: Exchange): SendableResponse {
  const { requestId, method, path } = exchange;
  if (error instanceof DeadlineError)
    console.error(`${method} ${path} ${error.message.toLowerCase()} (request ${requestId})`);
  else if (!(error instanceof HttpError) || error.status >= 500)
    console.error(`${method} ${path} failed (request ${requestId}):`, error);
  const httpError =
    error instanceof HttpError
      ? error
      : new HttpError(error instanceof DeadlineError ? 504 : 500, undefined, { cause: error });
  return createProblem(httpError, requestId);
}
