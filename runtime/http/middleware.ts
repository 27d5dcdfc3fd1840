import type { HttpHandler, HttpMiddleware, HttpRequest } from "../../sdk/handlers.ts";
import { findUser } from "../authenticate.ts";
import { loadOnDemand } from "../load-on-demand.ts";
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
    const asked = findUser(middleware, request);
    const user = asked && (await asked);
    if (user === undefined) throw (await loadOnDemand()).createUnauthorized();
    exchange.user = user;
    exchange.invocation.user = user;
    let result: unknown;
    for (const { onRequest } of middleware) {
      if (onRequest) result = await onRequest(request);
      if (result !== undefined) break;
    }
    if (result === undefined) result = await handler(request);
    response = await createResponse(result);
  } catch (thrown) {
    const { recover } = await loadOnDemand();
    response = await recover(middleware, thrown, request, exchange);
  }
  for (const { onResponse } of middleware.toReversed())
    if (onResponse) await onResponse(request, response);
  return response;
}
