import { HttpError } from "../../sdk/errors.ts";
import { DeadlineError } from "../deadline-error.ts";
import { titleOf } from "../http/problem.ts";
import { isWebResponse } from "../http/response.ts";

/** What a client is told of an error: the text of one that is meant for it, and of no other. */
export function createErrorText(error: unknown): string {
  const title = titleOf(errorStatus(error));
  if (!(error instanceof HttpError) || !isForClient(error)) return JSON.stringify({ error: title });
  return JSON.stringify({ error: error.message || title, ...error.extensions });
}

/** True of an error that only the client has to know of. */
export function isForClient(error: unknown): boolean {
  return errorStatus(error) < 500;
}

/** Of what a handler threw: a `Response` is an answer, but for one that is none of an error. */
export function errorStatus(error: unknown): number {
  if (isWebResponse(error)) return error.status < 400 ? 403 : error.status;
  if (error instanceof HttpError) return error.status;
  return error instanceof DeadlineError ? 504 : 500;
}
