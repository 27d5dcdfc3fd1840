import type { HttpHandler, HttpMiddleware, HttpRequest } from "../../sdk/handlers.ts";
import { loadOnDemand } from "../load-on-demand.ts";
import { authenticate } from "./authenticate.ts";
import type { Exchange } from "./exchange.ts";
import { createResponse, type SendableResponse } from "./response.ts";

/**
 * Runs `authenticate`, `onRequest` (outermost first), the handler, `onError` (innermost first) if one of
 * them threw, and `onResponse` (innermost first) over whatever the answer became.
 */
export async function runMiddleware(
  middleware: readonly HttpMiddleware[],
  handler: HttpHandler,
  request: HttpRequest,
  exchange: Exchange,
): Promise<SendableResponse> {
  let response: SendableResponse;
  try {
    exchange.user = await authenticate(middleware, request);
    exchange.invocation.user = exchange.user;
    response = await createResponse(await runHandler(middleware, handler, request));
  } catch (thrown) {
    const { recover } = await loadOnDemand();
    response = await recover(middleware, thrown, request, exchange);
  }
  for (const { onResponse } of middleware.toReversed()) await onResponse?.(request, response);
  return response;
}

async function runHandler(
  middleware: readonly HttpMiddleware[],
  handler: HttpHandler,
  request: HttpRequest,
): Promise<unknown> {
  for (const { onRequest } of middleware) {
    const result = await onRequest?.(request);
    if (result !== undefined) return result;
  }
  return await handler(request);
}
