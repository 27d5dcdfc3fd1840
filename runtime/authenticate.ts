import type { Authenticate, User } from "../sdk/user.ts";
import { loadOnDemand } from "./load-on-demand.ts";

/**
 * Asks the nearest `authenticate` who it is.
 * @param modules Outermost first; the handler's own last.
 * @returns Null for nobody in particular, also where there is no `authenticate`; undefined for somebody
 * who may not come in, or not yet.
 * @throws TypeError for a result that is no user.
 */
export function findUser<Request>(
  modules: readonly { readonly authenticate?: Authenticate<Request> | null }[],
  request: Request,
): Promise<User | null | undefined> | null {
  const nearest = modules.findLast((module) => "authenticate" in module);
  // Only null lets everybody in: a variable that is not set yet must not.
  if (nearest === undefined || nearest.authenticate === null) return null;
  return ask(nearest.authenticate, request);
}

async function ask<Request>(authenticate: Authenticate<Request> | undefined, request: Request) {
  let user: unknown;
  if (typeof authenticate === "function") {
    user = await authenticate(request);
    if (user === undefined || user === null || isUser(user)) return user;
  }
  const { createUserError } = await loadOnDemand();
  throw createUserError(authenticate, user);
}

function isUser(value: unknown): value is User {
  const { id } = Object(value) as { readonly id?: unknown };
  return typeof id === "string" && id !== "";
}
