import type { Harness } from "./harness.ts";

/** One way to run the backend's deployment package, with clients that open WebSockets. */
export interface SocketHarness extends Harness {
  /** @returns The status of a handshake that is refused. */
  connect(
    query: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<SocketClient | number>;
}

export interface SocketClient {
  /** Sends a text. */
  send(text: string): void;
  /** The first message that was not taken yet; waits for it. Rejects if the connection has ended. */
  next(): Promise<string>;
  /** Closes it, and resolves when the backend has handled that. */
  close(): Promise<void>;
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
}
