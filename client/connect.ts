import { KeptConnection } from "./kept-connection.ts";
import type { Connection, ConnectOptions, SocketData, SocketUrl } from "./socket-types.ts";

/**
 * Opens a WebSocket to a backend, and again whenever it ends.
 * @param url `wss://…`, or a function that is asked for it each time: its query may hold a token.
 */
export function connect<Incoming = unknown, Outgoing = SocketData>(
  url: SocketUrl,
  options: ConnectOptions<Incoming> = {},
): Connection<Outgoing> {
  // Nobody can check here what the backend sends
  return new KeptConnection(url, options as ConnectOptions<unknown>);
}
