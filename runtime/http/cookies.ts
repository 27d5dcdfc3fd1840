import { stringifySetCookie } from "cookie";
import { DURATION_FORMS, parseDuration } from "../../manifest/duration.ts";
import type { HttpRequest } from "../../sdk/handlers.ts";
import type { Cookie } from "../../sdk/reply.ts";
import type { SendableResponse } from "./response.ts";
import { ResultError } from "./result-error.ts";

/** `set-cookie` lines of a response. @throws ResultError for a name or value a cookie cannot have. */
export function serializeCookies(
  { cookies, rawCookies }: SendableResponse,
  requestHeaders: HttpRequest["headers"],
): readonly string[] {
  const secure = requestHeaders["x-forwarded-proto"] !== "http";
  return [
    ...rawCookies,
    ...Object.entries(cookies).map(([name, cookie]) => serializeCookie(name, cookie, secure)),
  ];
}

function serializeCookie(name: string, cookie: Cookie | string | null, isHttps: boolean): string {
  const { maxAge, ...given } = cookieOf(cookie);
  const seconds = maxAge === undefined ? undefined : parseDuration(maxAge);
  if (seconds === null)
    throw new ResultError(
      `Cannot send cookie "${name}": maxAge is ${JSON.stringify(maxAge)}, must be ${DURATION_FORMS}`,
    );
  const defaults = { path: "/", httpOnly: true, secure: isHttps, sameSite: "lax" } as const;
  try {
    return stringifySetCookie({
      name,
      ...defaults,
      ...given,
      ...(seconds === undefined ? {} : { maxAge: seconds }),
    });
  } catch (error) {
    throw new ResultError(`Cannot send cookie "${name}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function cookieOf(cookie: Cookie | string | null): Cookie {
  if (cookie === null) return { value: "", maxAge: 0 };
  return typeof cookie === "string" ? { value: cookie } : cookie;
}
