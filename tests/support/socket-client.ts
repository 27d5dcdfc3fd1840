import { EventEmitter, once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type ClientOptions, WebSocket } from "ws";

export interface OpenOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
  readonly autoPong?: boolean;
}

/** A client's end of a WebSocket. */
export interface TestSocket {
  readonly webSocket: WebSocket;
  /** The next message that nobody has taken yet. */
  next(): Promise<string>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Opens WebSockets for the tests of the surrounding `describe`, and ends them after each. */
export function useSockets(): (url: string, options?: OpenOptions) => Promise<TestSocket> {
  const open: WebSocket[] = [];
  afterEach(() => {
    for (const webSocket of open.splice(0)) webSocket.terminate();
  });
  return async (url, options) => {
    const socket = await openSocket(url, options);
    open.push(socket.webSocket);
    return socket;
  };
}

/** Opens a WebSocket, for the test to close. Rejects if it is refused. */
export async function openSocket(url: string, options?: OpenOptions): Promise<TestSocket> {
  const webSocket = createWebSocket(url, options);
  const { next, closed } = collect(webSocket);
  await once(webSocket, "open");
  return { webSocket, next, closed };
}

/** Asks for a WebSocket, and resolves to how that is refused. */
export async function getRefusal(
  url: string,
  options?: OpenOptions,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const webSocket = createWebSocket(url, options);
  const [request, response]: [{ destroy(): void }, IncomingMessage] = (await once(
    webSocket,
    "unexpected-response",
  )) as never;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  request.destroy();
  return { status: response.statusCode, body: Buffer.concat(chunks).toString() };
}

function createWebSocket(url: string, { protocols = [], ...options }: OpenOptions = {}): WebSocket {
  const settings: ClientOptions = options;
  return new WebSocket(url.replace(/^http/, "ws"), [...protocols], settings);
}

function collect(webSocket: WebSocket): Pick<TestSocket, "next" | "closed"> {
  const messages: string[] = [];
  const arrived = new EventEmitter();
  webSocket.on("message", (data) => {
    messages.push(String(data));
    arrived.emit("message");
  });
  const closed = once(webSocket, "close").then(([code, reason]) => ({
    code: Number(code),
    reason: String(reason),
  }));
  return {
    closed,
    async next() {
      for (;;) {
        const message = messages.shift();
        if (message !== undefined) return message;
        await once(arrived, "message");
      }
    },
  };
}
