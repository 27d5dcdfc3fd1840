import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { runInvocation } from "../../sdk/context.ts";
import { HttpError } from "../../sdk/errors.ts";
import type { HttpMiddleware } from "../../sdk/handlers.ts";
import { settlePushes } from "../../sdk/push.ts";
import { type Deadline, DeadlineError, runWithDeadline } from "../deadline.ts";
import type { Runtime } from "../runtime.ts";
import { checkContentType } from "./accepts.ts";
import { authenticate } from "./authenticate.ts";
import { addCors } from "./cors.ts";
import { createExchange, type Exchange } from "./exchange.ts";
import { createParams, matchRoute, type RouteMatch, splitPath } from "./match.ts";
import { allowedMethods, createOptionsResponse, isPreflight } from "./methods.ts";
import { runMiddleware } from "./middleware.ts";
import { createProblem } from "./problem.ts";
import { createRequest } from "./request.ts";
import type { SendableResponse } from "./response.ts";
import { type LoadedRoute, loadRoute } from "./route.ts";
import { sendResponse } from "./send.ts";

/**
 * Answers one request of an HTTP API, payload format 2.0. Never throws for what a client sent or a
 * handler did: errors become problem documents, those of the backend are logged with their request ID.
 */
export async function handleHttp(
  event: APIGatewayProxyEventV2,
  runtime: Runtime,
  requestId: string,
): Promise<APIGatewayProxyStructuredResultV2> {
  const exchange = createExchange(event, runtime, requestId);
  const { invocation, reports } = exchange;
  const result = await runInvocation(invocation, async () => {
    try {
      return await send(exchange, await respond(exchange, runtime));
    } catch (error) {
      // Lambda freezes the process once this answers: what is being sent must be out by then.
      await Promise.all(Array.from(invocation.pushes, (push) => push.settled));
      return await send(exchange, createErrorResponse(error, exchange));
    }
  });
  if (exchange.failure) reports.add(exchange.failure.error);
  await reports.settled();
  return result;
}

async function respond(exchange: Exchange, runtime: Runtime): Promise<SendableResponse> {
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
    await settlePushes(exchange.invocation);
    return response;
  });
}

async function answer(
  exchange: Exchange,
  route: LoadedRoute,
  match: RouteMatch,
  deadline: Deadline,
): Promise<SendableResponse> {
  const { event, method } = exchange;
  const handler = route.handlers.get(method);
  if (method === "OPTIONS" && (handler === undefined || isPreflight(event, route.config)))
    return createOptionsResponse(route, event.headers);
  if (handler === undefined)
    throw new HttpError(405, undefined, { headers: { allow: allowedMethods(route).join(", ") } });
  checkContentType(event, route.config);
  const params = createParams(route.entry.params, match.values);
  const request = await createRequest(event, params, exchange, deadline);
  const identify: HttpMiddleware = {
    async onRequest() {
      exchange.user = await authenticate(route.middleware, request);
      exchange.invocation.user = exchange.user;
    },
  };
  return await runMiddleware([identify, ...route.middleware], handler, request, (error) =>
    createErrorResponse(error, exchange),
  );
}

/** Sends a response; one that cannot be sent is the backend's mistake and answered 500. */
async function send(
  exchange: Exchange,
  response: SendableResponse,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method, config, event } = exchange;
  const request = { method, headers: event.headers };
  addCors(response.headers, config.cors, event.headers);
  try {
    return await sendResponse(response, request, config);
  } catch (error) {
    const problem = createErrorResponse(error, exchange);
    addCors(problem.headers, config.cors, event.headers);
    return await sendResponse(problem, request, {});
  }
}

/** The response for an error; what is the backend's own fault is logged, and only there in full. */
function createErrorResponse(error: unknown, exchange: Exchange): SendableResponse {
  const { requestId, method, path } = exchange;
  if (error instanceof HttpError && error.status < 500) return createProblem(error, requestId);
  exchange.failure ??= { error };
  if (error instanceof DeadlineError) {
    console.error(`${method} ${path} ${error.message.toLowerCase()} (request ${requestId})`);
    return createProblem(new HttpError(504), requestId);
  }
  console.error(`${method} ${path} failed (request ${requestId}):`, error);
  return createProblem(error instanceof HttpError ? error : new HttpError(500), requestId);
}
