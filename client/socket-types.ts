import type { Sockets } from "../sdk/register.ts";

/** What the backend's own handler of messages takes; before types are generated, anything. */
export type SocketData = Sockets extends {
  // biome-ignore lint/suspicious/noExplicitAny: TypeScript must not look into the handler
  readonly default: { default: (message: infer Message, ...rest: any) => any };
}
  ? Message extends { readonly data: infer Data }
    ? Data
    : unknown
  : unknown;

/** `wss://…`, or a function that is asked for it each time. */
export type SocketUrl = string | (() => string | Promise<string>);

/** Why a connection ended, or could not be opened. */
export interface Lost {
  /** 1006 if the handshake was refused, or the network is gone. */
  readonly code: number;
  readonly reason: string;
}

/** What `connect` can be told. */
export interface ConnectOptions<Incoming> {
  /** A message of the backend: parsed if it is JSON, else the text itself. */
  onMessage?(message: Incoming): void;
  /** Opened, also again. */
  onOpen?(): void;
  /** Lost, or refused: it is tried again until `close()`. */
  onClose?(lost: Lost): void;
  readonly protocols?: string | readonly string[];
  /** Seconds between two pings. Default 480: API Gateway ends a connection that is idle for 10 minutes. */
  readonly pingSeconds?: number;
  /**
   * Seconds until the connection is replaced by a new one, less up to a tenth, so that not all clients
   * come at once. Default 6,600: API Gateway ends every connection after 2 hours.
   */
  readonly lifetimeSeconds?: number;
  /** The longest wait before the first try again; it doubles up to 30 s. The wait is random. Default 1 s. */
  readonly retrySeconds?: number;
}

/** A WebSocket that is opened again whenever it ends. */
export interface Connection<Outgoing> {
  /**
   * Sends an object as JSON, a string as text; while there is no connection, once there is.
   * @throws Error after `close()`, and when 1,000 messages wait.
   */
  send(message: Outgoing): void;
  /** Ends it for good. */
  close(): void;
}
