import type { Connection } from "../../sdk/context.ts";
import { findUser } from "../authenticate.ts";
import type { Deadline } from "../deadline.ts";
import type { ConnectionRow } from "./connection-rows.ts";
import type { Connections } from "./connections.ts";
import { createEmptyHandshake } from "./credentials.ts";
import { dismiss } from "./disconnect.ts";
import type { Scene } from "./scene.ts";
import { welcome } from "./welcome.ts";

/** A connection has this long, and this many messages, to say who it is. */
export const IDENTIFY_SECONDS = 10;
const MAX_MESSAGES = 5;

/** API Gateway closes with a code of its own, so the last message says why. */
const UNAUTHORIZED = JSON.stringify({ error: "Unauthorized", code: 4401 });

/**
 * Asks `authenticate` again, with a message: it lets the connection in, or was one of five tries. The
 * message is for nobody else.
 * @throws What `authenticate` or `onConnect` threw.
 */
export async function identify(
  { connectionId, expires }: ConnectionRow,
  data: unknown,
  deadline: Deadline,
  scene: Scene,
): Promise<void> {
  const { rows } = scene.connections;
  const asked = await rows.countAsked(connectionId);
  // Another message has let it in meanwhile.
  if (asked === undefined) return;
  const socket = await scene.load();
  const describe = () => createEmptyHandshake(connectionId, scene.requestId, deadline);
  const user =
    asked > MAX_MESSAGES
      ? undefined
      : await scene.run({ handler: "authenticate", user: null }, () =>
          findUser(socket.middleware, Object.assign(describe(), { data })),
        );
  if (user === undefined) {
    if (asked >= MAX_MESSAGES) await expel(connectionId, scene.connections);
    return;
  }
  if (!(await rows.identify(connectionId, user?.id))) return;
  const connection: Connection = {
    id: connectionId,
    expires,
    ...(user === null ? {} : { userId: user.id }),
  };
  try {
    await welcome(user, connection, describe, socket, scene);
  } catch (error) {
    await dismiss({ connectionId }, scene);
    throw error;
  }
}

/** Closes a connection that has not said who it is. */
export async function expel(
  connectionId: string,
  { post }: Pick<Connections, "post">,
): Promise<void> {
  await post.send(connectionId, UNAUTHORIZED);
  await post.close(connectionId);
}
