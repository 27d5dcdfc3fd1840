import type { PendingPush } from "./context.ts";

/**
 * Waits for the pushes of an invocation, also those made meanwhile. What has pushed has the code for it: most
 * invocations push nothing.
 * @throws UnawaitedPushError when one has failed that nobody awaited.
 */
export async function settlePushes({
  pushes = [],
}: {
  readonly pushes?: Iterable<PendingPush> | undefined;
}): Promise<void> {
  const [any] = pushes;
  await any?.settleAll(pushes);
}
