import type { User } from "../../sdk/user.ts";
import { findUser } from "../authenticate.ts";
import type { Deadline } from "../deadline.ts";
import type { ConnectionRow } from "./connection-rows.ts";
import type { Connections } from "./connections.ts";
import { createEmptyHandshake } from "./credentials.ts";
import { dismiss } from "./disconnect.ts";
import type { Scene } from "./scene.ts";
import { tellError } from "./tell-error.ts";
import { welcome } from "./welcome.ts";

/** A connection has this long, and this many messages, to say who it is. */
export const IDENTIFY_SECONDS = 10;
const MAX_MESSAGES = 5;

/** API Gateway closes with a code of its own, so the last message says why. */
const UNAUTHORIZED = JSON.stringify({ error: "Unauthorized", code: 4401 });

/**
 * Asks `authenticate` again, with a message: it lets the connection in, or was one of five tries. The
 * message is for nobody else. Never throws: the client is told of what failed.
 */
export async function identify(row: ConnectionRow, data: unknown, scene: Scene): Promise<void> {
  const { connectionId } = row;
  let isKnown = false;
  try {
    await scene.limit(async (deadline) => {
      const user = await ask(connectionId, data, deadline, scene);
      deadline.signal.throwIfAborted();
      if (user === undefined) return;
      isKnown = await scene.connections.rows.identify(connectionId, user?.id);
      // Else another message has let it in meanwhile.
      if (isKnown) await letIn(row, user, deadline, scene);
    });
  } catch (error) {
    await tellError(connectionId, error, scene);
    if (!isKnown) return;
    await dismiss({ connectionId }, scene);
    await scene.connections.post.close(connectionId);
  }
}

/** @returns Undefined if it still cannot be said: after the last message the connection is closed. */
async function ask(
  connectionId: string,
  data: unknown,
  deadline: Deadline,
  scene: Scene,
): Promise<User | null | undefined> {
  const { requestId, connections } = scene;
  const asked = await connections.rows.countAsked(connectionId);
  if (asked === undefined) return undefined;
  const { middleware } = await scene.load();
  const handshake = createEmptyHandshake(connectionId, requestId, deadline);
  const user =
    asked > MAX_MESSAGES
      ? undefined
      : await scene.run({ handler: "authenticate", user: null }, () =>
          findUser(middleware, Object.assign(handshake, { data })),
        );
  if (user === undefined && asked >= MAX_MESSAGES) await expel(connectionId, connections);
  return user;
}

async function letIn(
  { connectionId, expires }: ConnectionRow,
  user: User | null,
  deadline: Deadline,
  scene: Scene,
): Promise<void> {
  const connection = { id: connectionId, expires, ...(user && { userId: user.id }) };
  const describe = () => createEmptyHandshake(connectionId, scene.requestId, deadline);
  await welcome(user, connection, describe, await scene.load(), scene);
}

/** Closes a connection that has not said who it is. */
export async function expel(
  connectionId: string,
  { post }: Pick<Connections, "post">,
): Promise<void> {
  await post.send(connectionId, UNAUTHORIZED);
  await post.close(connectionId);
}
