import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { runInvocation } from "../../sdk/context.ts";
import { HttpError } from "../../sdk/errors.ts";
import type { HttpHandler } from "../../sdk/handlers.ts";
import { settlePushes } from "../../sdk/settle-pushes.ts";
import { type Deadline, runWithDeadline } from "../deadline.ts";
import { loadOnDemand } from "../load-on-demand.ts";
import type { Runtime } from "../runtime.ts";
import { createExchange, type Exchange } from "./exchange.ts";
import { createParams, matchRoute, type RouteMatch, splitPath } from "./match.ts";
import { runMiddleware } from "./middleware.ts";
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
  const result = await runInvocation(exchange.invocation, () => createResult(exchange, runtime));
  if (exchange.failure) exchange.report(exchange.failure.error);
  // Others may be added meanwhile
  for (const reporting of exchange.reports) await reporting;
  return result;
}

async function createResult(
  exchange: Exchange,
  runtime: Runtime,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method, event } = exchange;
  const { headers } = event;
  try {
    const response = await respond(exchange, runtime);
    const { config } = exchange;
    if (config.cors) (await loadOnDemand()).addCors(response.headers, config.cors, headers);
    return await sendResponse(response, { method, headers }, config);
  } catch (error) {
    return (await loadOnDemand()).sendError(error, exchange);
  }
}

function respond(exchange: Exchange, runtime: Runtime): Promise<SendableResponse> {
  const { tree, routes, load } = runtime.entry;
  const segments = splitPath(exchange.event.rawPath);
  if (segments === undefined) throw new HttpError(400, "The path is not valid");
  const match = matchRoute(tree, segments);
  const row = match && routes[match.route];
  if (match === undefined || row === undefined) throw new HttpError(404);
  const [path, , , timeoutSeconds] = row;
  exchange.path = path;
  return runWithDeadline(timeoutSeconds * 1000, (deadline) =>
    answer(exchange, loadRoute(row, load), match, deadline),
  );
}

async function answer(
  exchange: Exchange,
  loading: LoadedRoute | Promise<LoadedRoute>,
  match: RouteMatch,
  deadline: Deadline,
): Promise<SendableResponse> {
  const { event, method, invocation } = exchange;
  const route = await loading;
  const { config, middleware } = route;
  exchange.config = config;
  const handler = route.handlers.get(method);
  let response: SendableResponse | undefined;
  if (handler === undefined || method === "OPTIONS")
    response = (await loadOnDemand()).answerMethod(route, method, event);
  if (response === undefined) {
    if (config.accepts !== undefined) (await loadOnDemand()).checkContentType(event, config);
    const params = createParams(route.params, match.values);
    const request = await createRequest(event, params, exchange, deadline);
    // For a method without a handler there is a response, or an error
    response = await runMiddleware(middleware, handler as HttpHandler, request, exchange);
  }
  if (invocation.pushes) await settlePushes(invocation);
  return response;
}
