import { isReply } from "../sdk/reply.ts";
import { isWebResponse } from "./http/response.ts";

/**
 * Says what is wrong with an `authenticate` that is no function, or with its result, which is no user: no
 * more than its type, as this text is logged, and it may be a token.
 */
export function createUserError(authenticate: unknown, result: unknown): TypeError {
  if (typeof authenticate !== "function")
    return new TypeError(
      `"authenticate" is ${typeof authenticate}, must be a function, or null to let everybody in`,
    );
  return new TypeError(
    `authenticate returned ${describe(result)}, must be a user { id: "…" }, null or undefined`,
  );
}

function describe(value: unknown): string {
  if (isWebResponse(value) || isReply(value)) return "a response, which must be thrown to be sent";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const { id } = value as { readonly id?: unknown };
  return `an object whose "id" is ${id === "" ? "empty" : typeof id}`;
}
