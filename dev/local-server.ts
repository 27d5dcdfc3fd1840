import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Ends its connections as well. */
  close(): Promise<void>;
}

/** Opens a server on a free port, where only processes of this machine reach it. */
export async function openLocalServer(server: Server): Promise<LocalServer> {
  // Clients send again over connections that they have kept: one that is just being closed is an error
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        // Some say null where there is no error
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
