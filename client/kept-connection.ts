import { SOCKET_PING } from "../manifest/socket-ping.ts";
import type { Connection, ConnectOptions, Lost, SocketUrl } from "./socket-types.ts";

const MAX_WAITING = 1_000;
const MAX_RETRY_SECONDS = 30;
/** Having lasted this long, a connection was a good one: the next tries begin anew. */
const GOOD_MS = 60_000;

/** A WebSocket that is opened again whenever it ends. */
export class KeptConnection implements Connection<unknown> {
  readonly #url: SocketUrl;
  readonly #options: ConnectOptions<unknown>;
  readonly #waiting: string[] = [];
  #current: WebSocket | undefined;
  /** True while its URL is being asked for. */
  #opening: WebSocket | boolean = false;
  #tries = 0;
  #isClosed = false;
  /** Until the next try, or until the connection is replaced. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: SocketUrl, options: ConnectOptions<unknown>) {
    this.#url = url;
    this.#options = options;
    void this.#open();
  }

  send(message: unknown): void {
    if (this.#isClosed || this.#waiting.length >= MAX_WAITING)
      throw new Error(this.#isClosed ? "Connection is closed" : `${MAX_WAITING} messages wait`);
    const text = typeof message === "string" ? message : JSON.stringify(message);
    if (this.#current?.readyState === 1) this.#current.send(text);
    else this.#waiting.push(text);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#current?.close();
    if (typeof this.#opening !== "boolean") this.#opening.close();
  }

  async #open(): Promise<void> {
    const url = this.#url;
    this.#opening = true;
    try {
      const address = typeof url === "function" ? await url() : url;
      if (this.#isClosed) return;
      this.#listen(new WebSocket(address, this.#options.protocols as string[]));
    } catch (error) {
      this.#opening = false;
      this.#fail({ code: 1006, reason: `${error}` });
    }
  }

  #listen(socket: WebSocket): void {
    let openedAt = Infinity;
    let pings: ReturnType<typeof setInterval>;
    this.#opening = socket;
    socket.onopen = () => {
      openedAt = Date.now();
      pings = setInterval(
        () => socket.send(SOCKET_PING),
        (this.#options.pingSeconds ?? 480) * 1_000,
      );
      this.#replace(socket);
    };
    socket.onmessage = ({ data }) => {
      if (this.#current === socket && !this.#isClosed) this.#take(data);
    };
    const end = (lost: Lost) => {
      clearInterval(pings);
      if (Date.now() - openedAt > GOOD_MS) this.#tries = 0;
      if (this.#opening === socket) this.#opening = false;
      else if (this.#current === socket) this.#current = undefined;
      else return;
      this.#fail(lost);
    };
    socket.onclose = end;
    // Node 22 says nothing more of one that is refused
    socket.onerror = () => {
      if (socket.readyState === 0) end({ code: 1006, reason: "" });
    };
  }

  /** The old one stays until the new one is there: the user is online all the time. */
  #replace(socket: WebSocket): void {
    const { lifetimeSeconds = 6_600, onOpen } = this.#options;
    this.#current?.close();
    this.#current = socket;
    this.#opening = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), lifetimeSeconds * (1_000 - Math.random() * 100));
    for (const text of this.#waiting.splice(0)) socket.send(text);
    onOpen?.();
  }

  #take(text: string): void {
    const message = parse(text);
    this.#options.onMessage?.(message);
    // With the same credentials it would be refused again
    if (isUnauthorized(message)) this.close();
  }

  #fail(lost: Lost): void {
    const { retrySeconds = 1, onClose } = this.#options;
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    if (!this.#opening) {
      const seconds = Math.min(MAX_RETRY_SECONDS, retrySeconds * 2 ** this.#tries++);
      this.#timer = setTimeout(() => this.#open(), Math.random() * seconds * 1_000);
    }
    if (!this.#current) onClose?.(lost);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The last message to a client that has not said who it is. */
function isUnauthorized(message: unknown): boolean {
  const { error, code } = (message ?? {}) as { readonly error?: unknown; readonly code?: unknown };
  return error !== undefined && code === 4401;
}
