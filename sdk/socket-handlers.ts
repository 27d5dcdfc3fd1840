/** Types of what the handlers of `socket/index.ts` and their middleware take, return and configure. */
import type { QueryValues } from "./handlers.ts";
import type { Authenticate, User, UserId } from "./user.ts";

/** What every handler of a socket takes: the whole argument of `onDisconnect`. */
export interface SocketConnection {
  /** API Gateway's ID of the connection. */
  readonly connectionId: string;
  readonly requestId: string;
  /** Aborts at the timeout, and when the handler is done. */
  readonly signal: AbortSignal;
  /** Who connected; null for nobody in particular. */
  readonly user: UserId | null;
}

/** The handshake that opens a connection. */
export interface SocketHandshake extends Omit<SocketConnection, "user"> {
  /** Empty if the page is of an origin that is not allowed: see `origins` of SocketConfig. */
  readonly cookies: { readonly [name: string]: string | undefined };
  /** Names in lower case, without `cookie`; a header that repeats is joined by commas. */
  readonly headers: { readonly [name: string]: string | undefined };
  /** Of the URL that the client opened. */
  readonly query: QueryValues;
}

/** The argument of `authenticate`: the handshake, or, asked again, one of the first messages. */
export interface SocketCredentials extends SocketHandshake {
  /** The message; undefined when the client connects. With a message the handshake is empty. */
  // biome-ignore lint/suspicious/noExplicitAny: it is whatever the client sent
  readonly data: any;
}

/** The argument of `onConnect`. */
export interface SocketConnect extends SocketHandshake {
  /** What `authenticate` returned. */
  readonly user: User | null;
}

/** The argument of `onOnline`: the user's first connection. */
export interface SocketOnline extends SocketHandshake {
  /** What `authenticate` returned. */
  readonly user: User;
}

/** The argument of `onOffline`: the user's last connection has ended. */
export interface SocketOffline extends SocketConnection {
  readonly user: UserId;
}

/** The argument of the default export. */
export interface SocketMessage<
  // biome-ignore lint/suspicious/noExplicitAny: without a schema it is whatever the client sent
  Data = any,
> extends SocketConnection {
  /** Parsed if it is JSON, else the text itself. */
  readonly data: Data;
}

/** The default export. A returned value other than undefined and null is sent back. */
export type SocketHandler = (message: SocketMessage) => unknown;

/** Exports of `socket/_middleware.ts`, or of the socket itself, around the handling of messages. */
export interface SocketMiddleware {
  /** Who connects: asked if the socket itself has none. Null switches it off. */
  readonly authenticate?: Authenticate<SocketCredentials> | null;
  /** Outermost first; a returned value other than undefined is sent back: the handler does not run. */
  onRequest?(message: SocketMessage): unknown;
  /** Innermost first, once the message is handled. */
  onResponse?(message: SocketMessage): void | Promise<void>;
  /** Innermost first; a returned value other than undefined is sent back in place of the error. */
  onError?(error: unknown, message: SocketMessage): unknown;
}

/** `export const config` of a socket. */
export interface SocketConfig {
  /** Read at build time. Seconds, or `"20s"`, of each handler. Default 10, at most 28. */
  readonly timeout?: number | string;
  /**
   * Pages that may use their users' cookies: `https://shop.example`. Those on the host of the
   * socket's own URL, and those that the backend itself serves, always may.
   */
  readonly origins?: readonly string[];
}
