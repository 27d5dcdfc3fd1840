import type { HttpMiddleware, HttpRequest } from "../../sdk/handlers.ts";
import type { User } from "../../sdk/user.ts";
import { findUser } from "../authenticate.ts";
import { loadOnDemand } from "../load-on-demand.ts";

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
  if (user === undefined) throw (await loadOnDemand()).createUnauthorized();
  return user;
}
