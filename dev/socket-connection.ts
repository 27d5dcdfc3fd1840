import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { createFrameMeter } from "./frame-meter.ts";
import { type Limits, MAX_FRAME_BYTES, MAX_MESSAGES_AT_ONCE, MAX_UNREAD_BYTES } from "./limits.ts";
import type { Closing, ConnectionIdentity } from "./socket-event.ts";

export interface ConnectionOptions {
  readonly identity: ConnectionIdentity;
  readonly limits: Pick<Limits, "socketIdleSeconds" | "socketLifetimeSeconds">;
  /** Resolves when the function is done with the message. */
  readonly handle: (text: string) => Promise<void>;
  readonly closed: (closing: Closing) => void;
}

/** A WebSocket that is open, with the limits of API Gateway. */
export class SocketConnection {
  readonly identity: ConnectionIdentity;
  readonly #webSocket: WebSocket;
  readonly #handle: ConnectionOptions["handle"];
  readonly #idle: NodeJS.Timeout;
  #lastActiveAt = new Date();
  /** How many are being handled. */
  #messages = 0;
  /** As the gateway has decided; else the client did. */
  #closing: Closing | undefined;

  constructor(webSocket: WebSocket, socket: Duplex, options: ConnectionOptions) {
    const { identity, limits, handle, closed } = options;
    this.identity = identity;
    this.#webSocket = webSocket;
    this.#handle = handle;
    const goAway = () => this.close(1001, "Going away");
    this.#idle = setTimeout(goAway, limits.socketIdleSeconds * 1000);
    const lifetime = setTimeout(goAway, limits.socketLifetimeSeconds * 1000);
    const isShort = createFrameMeter(MAX_FRAME_BYTES);
    // Before `ws` takes the bytes, which would hand on the message of the frame
    socket.prependListener("data", (chunk: Buffer) => {
      if (!isShort(chunk)) this.close(1009, "Message too big");
    });
    webSocket.on("message", (data, isBinary) => this.#takeMessage(String(data), isBinary));
    webSocket.on("ping", (data) => this.#pong(data));
    webSocket.on("pong", () => this.#touch());
    // What is wrong with a frame: `ws` closes with the code for it
    webSocket.on("error", () => {});
    webSocket.on("close", (code, reason) => {
      clearTimeout(this.#idle);
      clearTimeout(lifetime);
      closed(this.#closing ?? { code, reason: reason.toString() });
    });
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  /** When the last frame came or went. */
  get lastActiveAt(): Date {
    return this.#lastActiveAt;
  }

  /** `full`: the client does not read what it was sent before. */
  send(text: string): "sent" | "gone" | "full" {
    if (!this.isOpen) return "gone";
    if (this.#webSocket.bufferedAmount + Buffer.byteLength(text) > MAX_UNREAD_BYTES) return "full";
    this.#touch();
    this.#webSocket.send(text);
    return "sent";
  }

  /** Tells the client what has become of its message. One that does not read is cut off. */
  sendError(text: string): void {
    if (this.send(text) === "full") this.#cut();
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#closing = { code, reason };
    // The answer to it must be read
    this.#webSocket.resume();
    this.#webSocket.close(code, reason);
  }

  /** Says why, and does not wait for the client. Resolves when it is closed. */
  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#webSocket.once("close", resolve));
    if (this.#webSocket.readyState === this.#webSocket.CLOSED) return;
    this.close(1001, "Going away");
    this.#webSocket.terminate();
    await closed;
  }

  #takeMessage(text: string, isBinary: boolean): void {
    this.#touch();
    // Also what comes behind a frame that was too long
    if (!this.isOpen) return;
    if (isBinary) {
      this.close(1003, "Binary frames are not supported");
      return;
    }
    if (++this.#messages >= MAX_MESSAGES_AT_ONCE) this.#webSocket.pause();
    void this.#handle(text).then(() => {
      if (--this.#messages < MAX_MESSAGES_AT_ONCE) this.#webSocket.resume();
    });
  }

  #pong(data: Buffer): void {
    this.#touch();
    if (this.#webSocket.bufferedAmount > MAX_UNREAD_BYTES) this.#cut();
    else if (this.isOpen) this.#webSocket.pong(data);
  }

  #cut(): void {
    this.#closing = { code: 1006, reason: "The client does not read" };
    this.#webSocket.terminate();
  }

  #touch(): void {
    this.#lastActiveAt = new Date();
    this.#idle.refresh();
  }
}
