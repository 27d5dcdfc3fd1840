import { CHALLENGE } from "../../sdk/challenge.ts";
import { HttpError } from "../../sdk/errors.ts";
import { DeadlineError } from "../deadline-error.ts";
import type { Exchange } from "./exchange.ts";
import { createProblem } from "./problem.ts";
import type { SendableResponse } from "./response.ts";

/** The response for an error; what is the backend's own fault is logged, and only there in full. */
export function createErrorResponse(error: unknown, exchange: Exchange): SendableResponse {
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

/** For a request whose `authenticate` has found nobody. */
export function createUnauthorized(): HttpError {
  return new HttpError(401, undefined, { headers: { "www-authenticate": CHALLENGE } });
}
