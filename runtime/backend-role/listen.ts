import type { Server } from "node:net";

/** What Node's own `cluster` uses, and its types do not know of. */
interface NetInternals {
  _createServerHandle?(address: string, port: number, addressType: 4): object | number;
}

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** By which another thread listens on the same socket. */
  readonly fd: number;
}

/**
 * Listens on a free port of 127.0.0.1. Given an address, a server loads Node's DNS client, though there
 * is nothing to look up, which takes longer than all the rest; given a socket, it does not.
 */
export async function listenOnLoopback(): Promise<Listening> {
  const net = process.getBuiltinModule("node:net");
  const server = net.createServer();
  const handle = (net as NetInternals)._createServerHandle?.("127.0.0.1", 0, 4);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (typeof handle === "object") server.listen(handle, resolve);
    else server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const { _handle: socket } = server as unknown as { _handle?: { fd?: number } };
  if (address === null || typeof address === "string" || socket?.fd === undefined)
    throw new Error("Cannot serve keys of the backend's role: this Node.js does not share sockets");
  return { server, port: address.port, fd: socket.fd };
}
