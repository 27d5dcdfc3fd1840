import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

export interface Talk {
  /** Parts of what is sent, as bytes of HTTP. */
  readonly parts: readonly (string | Buffer)[];
  /** Between two parts. Default 0. */
  readonly pauseMs?: number;
  /** Closes the connection without a word when everything is sent, and reads nothing. */
  readonly isAborted?: boolean;
  /** Answers to wait for. Default 1. */
  readonly answers?: number;
}

/** Sends bytes over a connection of their own. Resolves to the statuses of the answers. */
export async function talk(url: string, options: Talk, signal: AbortSignal): Promise<number[]> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  // Being cut off is an outcome: then there are too few answers
  socket.on("error", () => {});
  const abort = () => socket.destroy();
  signal.addEventListener("abort", abort);
  try {
    return await converse(socket, options);
  } finally {
    signal.removeEventListener("abort", abort);
    socket.destroy();
  }
}

async function converse(socket: Socket, options: Talk): Promise<number[]> {
  const { answers = 1, isAborted = false } = options;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const read = isAborted ? undefined : readStatuses(socket, answers);
  await send(socket, options);
  if (read === undefined) return [];
  await Promise.race([read.done, closed]);
  return read.statuses;
}

async function send(socket: Socket, { parts, pauseMs = 0 }: Talk): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed || socket.readableEnded) return;
    if (!socket.write(part)) await untilDrained(socket);
    if (pauseMs > 0) await setTimeout(pauseMs);
  }
}

/** Or closed. */
function untilDrained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("drain", resolve);
    socket.once("close", resolve);
  });
}

function readStatuses(socket: Socket, count: number) {
  const statuses: number[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  // A status line may be cut by a chunk: what is left of the last line is looked at again
  let rest = "";
  socket.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString("latin1")).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const status = /HTTP\/1\.1 (\d{3}) /.exec(line)?.[1];
      if (status !== undefined) statuses.push(Number(status));
    }
    if (statuses.length >= count) resolve();
  });
  return { statuses, done };
}
