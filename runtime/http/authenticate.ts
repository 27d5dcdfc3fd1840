import { HttpError } from "../../sdk/errors.ts";
import type { HttpMiddleware, HttpRequest } from "../../sdk/handlers.ts";
import type { User } from "../../sdk/user.ts";
import { findUser } from "../authenticate.ts";

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
  const user = await findUser(middleware, request);
  if (user === undefined) throw new HttpError(401, undefined, { headers: CHALLENGE });
  return user;
}
