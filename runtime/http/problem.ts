import type { HttpError } from "../../sdk/errors.ts";
import type { SendableResponse } from "./response.ts";

/**
 * An error as `application/problem+json` (RFC 9457). A status of 500 and above never has a detail: an
 * error's text may hold what a client must not see; the log has it, under the same request ID.
 */
export function createProblem(error: HttpError, requestId: string): SendableResponse {
  const { status, message, headers, extensions } = error;
  const problem = {
    title: titleOf(status),
    status,
    ...(status < 500 && message !== "" ? { detail: message } : {}),
    requestId,
    ...extensions,
  };
  return {
    status,
    headers: { ...headers, "content-type": "application/problem+json" },
    cookies: {},
    rawCookies: [],
    body: JSON.stringify(problem),
  };
}

export function titleOf(status: number): string {
  return TITLES[status] ?? (status < 500 ? "Bad Request" : "Internal Server Error");
}

/** Reason phrases of RFC 9110 and RFC 6585; `node:http` has them too, but takes milliseconds to load. */
const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  418: "I'm a teapot",
  422: "Unprocessable Content",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
