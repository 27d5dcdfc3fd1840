import { HttpError } from "../../sdk/errors.ts";
import type { HttpMiddleware, HttpRequest } from "../../sdk/handlers.ts";
import { isReply } from "../../sdk/reply.ts";
import { printable } from "../printable.ts";
import { createErrorResponse } from "./error-response.ts";
import type { Exchange } from "./exchange.ts";
import { createResponse, isWebResponse, type SendableResponse } from "./response.ts";

/** A thrown `HttpError`, `Response` or `reply()` is an answer; anything else is offered to `onError`. */
export async function recover(
  middleware: readonly HttpMiddleware[],
  thrown: unknown,
  request: HttpRequest,
  exchange: Exchange,
): Promise<SendableResponse> {
  const error = printable(thrown);
  if (isWebResponse(error) || isReply(error)) return await createResponse(error);
  if (error instanceof HttpError) return createErrorResponse(error, exchange);
  try {
    for (const { onError } of middleware.toReversed()) {
      const result = await onError?.(error, request);
      if (result !== undefined) return await createResponse(result);
    }
  } catch (failure) {
    // The first error is the one to look for: keep it when onError fails as well.
    const both = [error, failure];
    return createErrorResponse(
      new AggregateError(both, "The handler failed, then onError failed"),
      exchange,
    );
  }
  return createErrorResponse(error, exchange);
}
