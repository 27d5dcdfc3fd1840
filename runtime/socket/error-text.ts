import { HttpError } from "../../sdk/errors.ts";
import { DeadlineError } from "../deadline.ts";
import { titleOf } from "../http/problem.ts";

/** What a client is told of an error: the text of one that is meant for it, and of no other. */
export function createErrorText(error: unknown): string {
  if (error instanceof HttpError && error.status < 500)
    return JSON.stringify({ error: error.message || titleOf(error.status), ...error.extensions });
  return JSON.stringify({ error: titleOf(error instanceof DeadlineError ? 504 : 500) });
}

/** True of an error that only the client has to know of. */
export function isForClient(error: unknown): boolean {
  return error instanceof HttpError && error.status < 500;
}
