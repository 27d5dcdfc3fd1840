import type { Connection } from "../../sdk/context.ts";
import type { SocketHandshake } from "../../sdk/socket-handlers.ts";
import type { User } from "../../sdk/user.ts";
import type { Scene } from "./scene.ts";
import type { LoadedSocket } from "./socket-module.ts";

/**
 * Lets a connection in: `onConnect`, and `onOnline` if it is the user's first. A connection that
 * `onConnect` refuses was never online.
 * @param describe Makes the handlers' argument.
 * @throws What `onConnect` threw.
 */
export async function welcome(
  user: User | null,
  connection: Connection,
  describe: () => SocketHandshake,
  socket: LoadedSocket,
  scene: Scene,
): Promise<void> {
  const { signal } = describe();
  const { onConnect, onOnline } = socket;
  const who = { user: user && { id: user.id }, connection };
  if (onConnect !== undefined)
    await scene.run({ ...who, handler: "onConnect" }, () =>
      onConnect(Object.assign(describe(), { user })),
    );
  if (user === null) return;
  // Once time is up it has been refused, and must leave no trace.
  signal.throwIfAborted();
  const { id, expires } = connection;
  const isFirst = await scene.connections.presence.arrive(user.id, id, expires);
  if (!isFirst || onOnline === undefined) return;
  try {
    await scene.run({ ...who, handler: "onOnline" }, () =>
      onOnline(Object.assign(describe(), { user })),
    );
  } catch (error) {
    // The user is online all the same.
    scene.fail(error);
  }
}
