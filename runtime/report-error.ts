import type { ErrorPlace } from "../sdk/report-error.ts";
import { runWithDeadline } from "./deadline.ts";
import type { Log } from "./log.ts";
import type { Runtime } from "./runtime.ts";

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
