import { EventEmitter, once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Holds the code of a backend at a line (`await pass(event.gate)`) until the test lets it go on. */
export interface Gate {
  readonly url: string;
  /** Resolves when that many wait at the gate. */
  arrived(count: number): Promise<void>;
  /** Lets all go on that wait now, and with `always` those to come. */
  open(always?: "always"): void;
  close(): Promise<void>;
}

/** For the top of a backend's code. */
export const PASS = `
import { get } from "node:http";
const pass = (url) => new Promise((resolve, reject) => url === undefined ? resolve() :
  get(url, { agent: false }, (response) => response.resume().on("end", resolve)).on("error", reject));
`;

export async function createGate(): Promise<Gate> {
  const changes = new EventEmitter();
  const waiting = new Set<ServerResponse>();
  let isOpen = false;
  const server = createServer((_request, response) => {
    if (isOpen) return response.end();
    waiting.add(response);
    response.on("close", () => waiting.delete(response));
    return changes.emit("arrived");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async arrived(count) {
      while (waiting.size < count) await once(changes, "arrived");
    },
    open(always) {
      isOpen = always === "always";
      for (const response of waiting) response.end();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
