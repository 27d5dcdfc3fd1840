import { once } from "node:events";
import { WebSocket } from "ws";

/** A client that counts what it gets. */
export interface Client {
  readonly webSocket: WebSocket;
  /** Of messages to all, in the order in which they came. */
  readonly received: readonly number[];
  /** Of its own messages. */
  readonly echoes: readonly unknown[];
  /** Resolves to the code when it is closed. */
  readonly closed: Promise<number>;
}

/** Of messages that all get. */
export interface Broadcast {
  readonly broadcast: number;
}

export async function openClient(url: string, user: string): Promise<Client> {
  const webSocket = new WebSocket(`${url}?user=${user}`);
  const received: number[] = [];
  const echoes: unknown[] = [];
  webSocket.on("message", (data) => {
    const message = parse(String(data));
    if (message.broadcast !== undefined) received.push(message.broadcast);
    if ("echo" in message) echoes.push(message.echo);
  });
  // It may be cut off, which is an outcome
  const closed = new Promise<number>((resolve) => webSocket.once("close", resolve));
  await once(webSocket, "open");
  webSocket.on("error", () => {});
  return { webSocket, received, echoes, closed };
}

function parse(text: string): Partial<Broadcast> & { readonly echo?: unknown } {
  return text.startsWith("{") ? JSON.parse(text) : {};
}

/** Runs `make` so many times, at most `atOnce` at a time. */
export async function makeMany<T>(
  count: number,
  atOnce: number,
  make: (index: number) => Promise<T>,
): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) made[index] = await make(index);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return made;
}
