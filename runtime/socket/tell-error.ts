import { createErrorText, isForClient } from "./error-text.ts";
import type { Scene } from "./scene.ts";

/** Answers a message with what it failed with. */
export async function tellError(connectionId: string, error: unknown, scene: Scene): Promise<void> {
  if (!isForClient(error)) scene.fail(error);
  await scene.connections.post.send(connectionId, createErrorText(error));
}
