import type { ErrorPlace } from "../sdk/report-error.ts";
import type { Log } from "./log.ts";
import { reportError } from "./report-error.ts";
import type { Runtime } from "./runtime.ts";

/** The errors of one invocation, on their way to `onError` of `index.ts`. */
export interface Reports {
  /** Of an error that was added before, as one that is reported and then thrown, nothing is told. */
  add(error: unknown): void;
  /** Resolves when `onError` has been told of all; never rejects. */
  settled(): Promise<void>;
}

/**
 * @param place Where they come from, as far as it is known.
 * @param milliseconds How long an error may take.
 */
export function createReports(
  runtime: Pick<Runtime, "index">,
  place: () => ErrorPlace,
  milliseconds: () => number,
  log: Log,
): Reports {
  const added = new Map<unknown, Promise<void>>();
  return {
    add(error) {
      if (added.has(error)) return;
      // First, as onError may add the error as well
      added.set(error, Promise.resolve());
      added.set(error, reportError(runtime, error, place(), milliseconds(), log));
    },
    async settled() {
      await Promise.all(added.values());
    },
  };
}
