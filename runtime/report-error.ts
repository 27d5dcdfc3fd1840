import { runWithDeadline } from "./deadline.ts";
import type { Log } from "./log.ts";
import type { Runtime } from "./runtime.ts";

/** Where an error came from, as `onError` of `index.ts` is told. */
export interface ErrorPlace {
  readonly kind: "http" | "queue" | "schedule";
  /** Path of the route, or name of the queue or schedule. */
  readonly name: string;
  readonly requestId: string;
}

/**
 * Tells `onError` of `index.ts`, which reports to an error service, and waits for it for at most
 * `milliseconds`: Lambda freezes the process after the answer. Never rejects.
 */
export async function reportError(
  { index }: Pick<Runtime, "index">,
  error: unknown,
  place: ErrorPlace,
  milliseconds: number,
  log: Log,
): Promise<void> {
  const { onError } = index;
  if (typeof onError !== "function") return;
  try {
    await runWithDeadline(milliseconds, async () => onError(error, place));
  } catch (failure) {
    log.error("onError of index failed:", failure);
  }
}
