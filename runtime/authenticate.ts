import { isReply } from "../sdk/reply.ts";
import type { Authenticate, User } from "../sdk/user.ts";
import { isWebResponse } from "./http/response.ts";

/**
 * Asks the nearest `authenticate` who it is.
 * @param modules Outermost first; the handler's own last.
 * @returns Null for nobody in particular, also where there is no `authenticate`; undefined for somebody
 * who may not come in, or not yet.
 * @throws TypeError for a result that is no user.
 */
export async function findUser<Request>(
  modules: readonly { readonly authenticate?: Authenticate<Request> | null }[],
  request: Request,
): Promise<User | null | undefined> {
  const nearest = modules.findLast((module) => "authenticate" in module);
  // Only null lets everybody in: a variable that is not set yet must not.
  if (nearest === undefined || nearest.authenticate === null) return null;
  if (typeof nearest.authenticate !== "function")
    throw new TypeError(
      `"authenticate" is ${typeof nearest.authenticate}, must be a function, or null to let everybody in`,
    );
  const user: unknown = await nearest.authenticate(request);
  if (user === undefined || user === null || isUser(user)) return user;
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
