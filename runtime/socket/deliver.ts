import type { Connection } from "../../sdk/context.ts";
import { disconnect } from "./disconnect.ts";
import { groupBySize } from "./group-by-size.ts";
import { mayBeOpening, secondsNow } from "./lifetime.ts";
import type { Member } from "./member.ts";
import type { Scene } from "./scene.ts";

/** Between tries to reach a connection that opens: most often the first or second does. */
const WAITS_MS = [50, 100, 200, 400, 800];

/** Leaves to jobs what was sent to a connection while it opened. */
export async function deliverLater(connection: Connection, scene: Pick<Scene, "connections">) {
  const { id: connectionId, expires, opening = [] } = connection;
  for (const texts of groupBySize(opening, opening.length))
    await scene.connections.enqueue({
      type: "deliver",
      member: { connectionId, expires },
      texts,
    });
}

/**
 * Sends messages, in their order, to a connection that may be opening: tries again for a while, and
 * then leaves what is left to another job.
 */
export async function deliver(
  member: Member,
  texts: readonly string[],
  scene: Scene,
  sleep: (milliseconds: number) => Promise<unknown> = sleepFor,
): Promise<void> {
  const { post, rows, enqueue } = scene.connections;
  const left = [...texts];
  const waits = WAITS_MS.values();
  for (let text = left[0]; text !== undefined; text = left[0]) {
    if (await post.send(member.connectionId, text)) {
      left.shift();
      continue;
    }
    const isThere = (await rows.read(member.connectionId)) !== undefined;
    if (!isThere || !mayBeOpening(member, secondsNow())) return await disconnect(member, scene);
    const wait = waits.next().value;
    if (wait === undefined) return await enqueue({ type: "deliver", member, texts: left }, 1);
    await sleep(wait);
  }
}

function sleepFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
