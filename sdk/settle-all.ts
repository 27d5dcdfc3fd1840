import type { PendingPush } from "./context.ts";
import { UnawaitedPushError } from "./push-error.ts";

/** @throws UnawaitedPushError when one has failed that nobody awaited. */
export async function settleAll(pushes: Iterable<PendingPush>): Promise<void> {
  for (;;) {
    const unsettled = Array.from(pushes).filter(({ error }) => error === undefined);
    if (unsettled.length === 0) break;
    await Promise.all(unsettled.map(({ settled }) => settled));
  }
  const failed = Array.from(pushes).filter(({ observed }) => !observed);
  if (failed.length > 0) throw new UnawaitedPushError(failed);
}
