import type { UserId } from "../../sdk/user.ts";
import type { Connections } from "./connections.ts";
import type { Member } from "./member.ts";
import type { Scene } from "./scene.ts";
import type { LoadedSocket } from "./socket-module.ts";

/** A connection as it was before it was forgotten. */
interface Forgotten {
  /** It had been let in, and nobody else has forgotten it. */
  readonly wasConnected: boolean;
  readonly user: UserId | null;
  /** It was the user's last. */
  readonly isLast: boolean;
}

/**
 * Forgets a connection that has ended, and tells the handlers. Whoever comes second, as API Gateway's
 * event and somebody who could not send to it may, finds nothing to do.
 */
export async function disconnect(member: Omit<Member, "expires">, scene: Scene): Promise<void> {
  const forgotten = await forget(member, scene.connections);
  const { user, wasConnected } = forgotten;
  const { connectionId } = member;
  const { requestId } = scene;
  if (wasConnected)
    await tell("onDisconnect", user, scene, ({ onDisconnect }, signal) =>
      onDisconnect?.({ connectionId, requestId, signal, user }),
    );
  await tellOffline(connectionId, forgotten, scene);
}

/**
 * Forgets a connection that is not let in after all: it was never connected. Never rejects, as the client
 * is still to be told; what is left of it expires.
 */
export async function dismiss(member: Omit<Member, "expires">, scene: Scene): Promise<void> {
  try {
    await tellOffline(member.connectionId, await forget(member, scene.connections), scene);
  } catch (error) {
    scene.fail(error);
  }
}

async function tellOffline(
  connectionId: string,
  { isLast, user }: Forgotten,
  scene: Scene,
): Promise<void> {
  const { requestId } = scene;
  if (isLast && user !== null)
    await tell("onOffline", user, scene, ({ onOffline }, signal) =>
      onOffline?.({ connectionId, requestId, signal, user }),
    );
}

/** @param member What is known of it beside its row, which may be gone. */
async function forget(
  { connectionId, userId, channel }: Omit<Member, "expires">,
  { rows, presence, channels }: Pick<Connections, "rows" | "presence" | "channels">,
): Promise<Forgotten> {
  const row = await rows.remove(connectionId);
  const id = row?.userId ?? userId;
  const joined = new Set([...(row?.channels ?? []), ...(channel === undefined ? [] : [channel])]);
  const [isLast] = await Promise.all([
    id === undefined ? false : presence.leave(id, connectionId),
    ...Array.from(joined, (name) => channels.remove(name, connectionId)),
  ]);
  return {
    wasConnected: row !== undefined && row.asked === undefined,
    user: id === undefined ? null : { id },
    isLast,
  };
}

/** Runs a handler that nobody waits for: what it fails with is logged. */
async function tell(
  name: "onDisconnect" | "onOffline",
  user: UserId | null,
  scene: Scene,
  call: (socket: LoadedSocket, signal: AbortSignal) => unknown,
): Promise<void> {
  try {
    await scene.limit(async (deadline) => {
      const socket = await scene.load();
      if (socket[name] !== undefined)
        await scene.run({ handler: name, user }, () => call(socket, deadline.signal));
    });
  } catch (error) {
    scene.fail(error);
  }
}
