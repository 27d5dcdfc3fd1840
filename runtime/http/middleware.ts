import { HttpError } from "../../sdk/errors.ts";
import type { HttpHandler, HttpMiddleware, HttpRequest } from "../../sdk/handlers.ts";
import { isReply } from "../../sdk/reply.ts";
import { printable } from "../printable.ts";
import { createResponse, isWebResponse, type SendableResponse } from "./response.ts";

/**
 * Runs `onRequest` (outermost first), the handler, `onError` (innermost first) if one of them threw,
 * and `onResponse` (innermost first) over whatever the answer became.
 * @param createErrorResponse Makes the response of an error that no `onError` answered.
 */
export async function runMiddleware(
  middleware: readonly HttpMiddleware[],
  handler: HttpHandler,
  request: HttpRequest,
  createErrorResponse: (error: unknown) => SendableResponse,
): Promise<SendableResponse> {
  let response: SendableResponse;
  try {
    response = await createResponse(await runHandler(middleware, handler, request));
  } catch (thrown) {
    response = await recover(middleware, printable(thrown), request, createErrorResponse);
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

/** A thrown `HttpError`, `Response` or `reply()` is an answer; anything else is offered to `onError`. */
async function recover(
  middleware: readonly HttpMiddleware[],
  error: unknown,
  request: HttpRequest,
  createErrorResponse: (error: unknown) => SendableResponse,
): Promise<SendableResponse> {
  if (isWebResponse(error) || isReply(error)) return await createResponse(error);
  if (error instanceof HttpError) return createErrorResponse(error);
  try {
    for (const { onError } of middleware.toReversed()) {
      const result = await onError?.(error, request);
      if (result !== undefined) return await createResponse(result);
    }
    return createErrorResponse(error);
  } catch (failure) {
    // The first error is the one to look for: keep it when onError fails as well.
    return createErrorResponse(
      new AggregateError([error, failure], "The handler failed, then onError failed"),
    );
  }
}
