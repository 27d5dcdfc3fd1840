import { HttpError } from "../../sdk/errors.ts";
import type { HttpMiddleware, HttpRequest } from "../../sdk/handlers.ts";
import { isReply } from "../../sdk/reply.ts";
import type { User } from "../../sdk/user.ts";
import { isWebResponse } from "./response.ts";

/** A 401 must name a scheme (RFC 9110, section 15.5.2). At this one no browser asks for a password. */
const CHALLENGE = { "www-authenticate": 'Bearer realm="api"' };

/**
 * Asks the nearest `authenticate` who sends a request.
 * @param middleware Outermost first; the route itself last.
 * @returns Null for nobody in particular, also where there is no `authenticate`.
 * @throws HttpError 401 for somebody who may not come in; TypeError for a result that is no user.
 */
export async function authenticate(
  middleware: readonly HttpMiddleware[],
  request: HttpRequest,
): Promise<User | null> {
  const nearest = middleware.findLast((module) => "authenticate" in module);
  // Only null lets everybody in: a variable that is not set yet must not.
  if (nearest === undefined || nearest.authenticate === null) return null;
  if (typeof nearest.authenticate !== "function")
    throw new TypeError(
      `"authenticate" is ${typeof nearest.authenticate}, must be a function, or null to let everybody in`,
    );
  const user: unknown = await nearest.authenticate(request);
  if (user === undefined) throw new HttpError(401, undefined, { headers: CHALLENGE });
  if (user === null || isUser(user)) return user;
  throw new TypeError(
    `authenticate returned ${describe(user)}, must be a user { id: "…" }, null or undefined`,
  );
}

function isUser(value: unknown): value is User {
  return idOf(value) !== "" && typeof idOf(value) === "string";
}

function idOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "id" in value ? value.id : undefined;
}

/** Says no more of it than its type: this text is logged, and it may be a token. */
function describe(value: unknown): string {
  if (isWebResponse(value) || isReply(value)) return "a response, which must be thrown to be sent";
  if (typeof value !== "object") return `a ${typeof value}`;
  const id = idOf(value);
  return `an object whose "id" is ${id === "" ? "empty" : typeof id}`;
}
