/** A client of a backend's WebSockets, for tests. */
import { EventEmitter, once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";

/** What a client opens a WebSocket with. */
export interface ConnectOptions {
  /** Such as `cookie`, `origin`, `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Query parameters; an array is one that repeats. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Subprotocols, of which the backend may choose one. */
  readonly protocols?: readonly string[];
}

/** A client's end of a WebSocket. */
export interface Connection extends AsyncDisposable {
  /** The subprotocol that the backend has chosen; empty if it has chosen none. */
  readonly protocol: string;
  /**
   * Sends text as it is, bytes as a binary message, anything else as JSON. Resolves when the backend
   * has it: `drain()` waits until it is handled.
   */
  send(data: unknown): Promise<void>;
  /**
   * Resolves to the first message that was not taken yet, parsed if it is JSON.
   * @param timeoutSeconds How long to wait for it. Default 10.
   * @throws Error when there is none in time, or the WebSocket is closed without one.
   */
  next(timeoutSeconds?: number): Promise<unknown>;
  /**
   * Closes the WebSocket, and resolves when it is closed; `await using` does so by itself.
   * @param code 1000, or 3000 to 4999. Default: none.
   */
  close(code?: number, reason?: string): Promise<Closed>;
  /** Resolves when either side has closed the WebSocket. */
  readonly closed: Promise<Closed>;
}

/** How a WebSocket has ended. */
export interface Closed {
  /** 1005: none was given. 1006: without a word. */
  readonly code: number;
  readonly reason: string;
}

/** The backend has not let a client in. */
export class HandshakeError extends Error {
  override readonly name = "HandshakeError";
  /** HTTP status. */
  readonly status: number;

  constructor(status: number) {
    super(`The WebSocket was refused with ${status}`);
    this.status = status;
  }
}

/** @throws HandshakeError when the backend refuses. */
export async function openConnection(
  url: string,
  { headers = {}, query = {}, protocols = [] }: ConnectOptions,
): Promise<Connection> {
  const { WebSocket } = await import("ws");
  const target = new URL(url);
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) target.searchParams.append(name, value);
  const webSocket = new WebSocket(target, [...protocols], { headers });
  // Before it is open: the backend may greet at once
  const connection = createConnection(webSocket);
  const refused = refusal(webSocket);
  await Promise.race([once(webSocket, "open"), refused]);
  return connection;
}

/** Rejects when the handshake is refused. */
function refusal(webSocket: WebSocket): Promise<never> {
  const refused = new Promise<never>((_, reject) => {
    webSocket.once("unexpected-response", (request, response: IncomingMessage) => {
      request.destroy();
      reject(new HandshakeError(response.statusCode ?? 0));
    });
  });
  refused.catch(() => {});
  return refused;
}

function createConnection(webSocket: WebSocket): Connection {
  const messages: unknown[] = [];
  const events = new EventEmitter<{ change: []; pong: [string] }>();
  webSocket.on("message", (data) => {
    messages.push(parse(String(data)));
    events.emit("change");
  });
  // Its errors close it as well
  webSocket.on("error", () => {});
  let end: Closed | undefined;
  const closed = new Promise<Closed>((resolve) => {
    webSocket.once("close", (code, reason) => {
      end = { code, reason: reason.toString() };
      events.emit("change");
      resolve(end);
    });
  });
  let sent = 0;
  const close: Connection["close"] = (code, reason) => {
    webSocket.close(code, reason);
    return closed;
  };
  return {
    get protocol() {
      return webSocket.protocol;
    },
    async send(data) {
      if (end !== undefined) throw new Error(`Cannot send: ${describe(end)}`);
      webSocket.send(encode(data));
      await acknowledged(webSocket, `${++sent}`);
    },
    async next(timeoutSeconds = 10) {
      const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
      while (messages.length === 0) {
        if (end !== undefined) throw new Error(`There is no message: ${describe(end)}`);
        await once(events, "change", { signal: timeout }).catch((cause) => {
          throw new Error(`There is no message within ${timeoutSeconds} s`, { cause });
        });
      }
      return messages.shift();
    },
    close,
    closed,
    [Symbol.asyncDispose]: async () => void (await close()),
  };
}

/**
 * Resolves when the backend has read all that was sent so far: it answers a ping after that. Or when
 * it has closed the WebSocket for it.
 */
function acknowledged(webSocket: WebSocket, token: string): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      webSocket.off("pong", takePong);
      webSocket.off("close", finish);
      resolve();
    };
    const takePong = (data: Buffer) => {
      if (data.toString() === token) finish();
    };
    webSocket.on("pong", takePong);
    webSocket.on("close", finish);
    webSocket.ping(token);
  });
}

function describe({ code, reason }: Closed): string {
  return `the WebSocket was closed with ${`${code} ${reason}`.trim()}`;
}

function encode(data: unknown): string | Uint8Array {
  if (typeof data === "string" || data instanceof Uint8Array) return data;
  return JSON.stringify(data) ?? "null";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
