import { parseCookie } from "cookie";
import type { SocketHandshake } from "../../sdk/socket-handlers.ts";
import type { Deadline } from "../deadline.ts";
import { collectValues } from "../http/values.ts";
import type { Log } from "../log.ts";
import type { Handshake } from "./event.ts";

/** Which pages may use their users' cookies. */
export interface CookiePolicy {
  /** As the backend lists them. */
  readonly origins: readonly string[];
  /** URL of the HTTP API, whose pages are the backend's own. */
  readonly url: string;
  readonly log: Log;
}

/** What handlers see of a handshake. */
export function createHandshake(
  handshake: Handshake,
  requestId: string,
  deadline: Deadline,
  policy: CookiePolicy,
): SocketHandshake {
  const { connectionId, headers: all, query } = handshake;
  const { cookie = "", ...headers } = all;
  return {
    connectionId,
    requestId,
    headers,
    query: collectValues(query, "The query"),
    get cookies() {
      const value = cookie !== "" && mayUseCookies(headers, policy) ? parseCookie(cookie) : {};
      Object.defineProperty(this, "cookies", { value, enumerable: true });
      return value;
    },
    get signal() {
      return deadline.signal;
    },
  };
}

/** Of a connection that says who it is by a message: its handshake is over, and not kept. */
export function createEmptyHandshake(
  connectionId: string,
  requestId: string,
  deadline: Deadline,
): SocketHandshake {
  return {
    connectionId,
    requestId,
    headers: {},
    query: {},
    cookies: {},
    get signal() {
      return deadline.signal;
    },
  };
}

/**
 * A browser sends its cookies with the handshake that any page asks for, and no CORS stops it: unless
 * the page's origin is looked at, every site could open connections in its visitors' names.
 */
function mayUseCookies(
  { origin, host = "" }: SocketHandshake["headers"],
  { origins, url, log }: CookiePolicy,
): boolean {
  // Only browsers send it, and they always do.
  if (origin === undefined || origins.includes(origin)) return true;
  // Cookies know no ports, so neither does this.
  const page = hostnameOf(origin);
  if (page !== undefined && (page === hostnameOf(`http://${host}`) || page === hostnameOf(url)))
    return true;
  log.warn(
    `Cookies of a WebSocket handshake are left out, as the page is of origin ${JSON.stringify(origin)}. If it may use them, add it to "origins" in the config of the socket`,
  );
  return false;
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
