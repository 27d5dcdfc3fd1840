import type { Connection } from "../../sdk/context.ts";
import type { SocketMessage } from "../../sdk/socket-handlers.ts";
import { decodeText, encodeText } from "../../sdk/socket-text.ts";
import type { Deadline } from "../deadline.ts";
import type { ConnectionRow } from "./connection-rows.ts";
import { isForClient } from "./error-text.ts";
import { identify } from "./identify.ts";
import type { Scene } from "./scene.ts";
import type { LoadedSocket } from "./socket-module.ts";
import { tellError } from "./tell-error.ts";

/** Handles a message of a client. Never throws: the client is told of what failed. */
export async function handleMessage(
  connectionId: string,
  text: string,
  scene: Scene,
): Promise<void> {
  const { rows, post } = scene.connections;
  const row = await rows.read(connectionId);
  // It has ended, or is unknown: who it is cannot be said, so it may begin anew.
  if (row === undefined) return await post.close(connectionId);
  const data = decodeText(text);
  if (row.asked !== undefined) return await identify(row, data, scene);
  try {
    const result = await scene.limit((deadline) => answer(row, data, deadline, scene));
    // Not before: what a handler returns after its time is ignored.
    if (result !== undefined) await post.send(connectionId, result);
  } catch (error) {
    await tellError(connectionId, error, scene);
  }
}

/** @returns The text that the client is to get; undefined for none. */
async function answer(
  row: ConnectionRow,
  data: unknown,
  deadline: Deadline,
  scene: Scene,
): Promise<string | undefined> {
  const { connectionId, expires, userId } = row;
  const user = userId === undefined ? null : { id: userId };
  const connection: Connection = {
    id: connectionId,
    expires,
    ...(userId === undefined ? {} : { userId }),
  };
  const socket = await scene.load();
  const message: SocketMessage = {
    connectionId,
    requestId: scene.requestId,
    user,
    data,
    get signal() {
      return deadline.signal;
    },
  };
  return await scene.run({ handler: "default", user, connection }, async () => {
    const result = await runHooks(socket, message);
    return result === undefined || result === null ? undefined : encodeText(result);
  });
}

/** `onRequest` outermost first, the handler, `onError` and `onResponse` innermost first. */
async function runHooks(socket: LoadedSocket, message: SocketMessage): Promise<unknown> {
  const { middleware } = socket;
  let result: unknown;
  try {
    result = await runHandler(socket, message);
  } catch (error) {
    result = await recover(error, socket, message);
  }
  for (const { onResponse } of middleware.toReversed()) await onResponse?.(message);
  return result;
}

async function runHandler(socket: LoadedSocket, message: SocketMessage): Promise<unknown> {
  for (const { onRequest } of socket.middleware) {
    const result = await onRequest?.(message);
    if (result !== undefined) return result;
  }
  return await socket.default?.(message);
}

async function recover(
  error: unknown,
  { middleware }: LoadedSocket,
  message: SocketMessage,
): Promise<unknown> {
  if (isForClient(error)) throw error;
  for (const { onError } of middleware.toReversed()) {
    const result = await onError?.(error, message);
    if (result !== undefined) return result;
  }
  throw error;
}
