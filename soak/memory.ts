import { setTimeout } from "node:timers/promises";
import { median } from "../bench/statistics.ts";
import type { Memory } from "./cloud/protocol.ts";
import type { Cloud } from "./cloud/start.ts";

/** Figures of the memory of a process, after garbage collections. */
export interface MemoryWatch {
  /** Returns what was measured so far. */
  stop(): Promise<readonly Memory[]>;
}

/** Measures the memory of a local cloud, again and again. */
export function watchMemory(cloud: Pick<Cloud, "call">, intervalMs: number): MemoryWatch {
  const stopped = new AbortController();
  const seen: Memory[] = [];
  const watch = async () => {
    while (!stopped.signal.aborted) {
      seen.push(await cloud.call("memory"));
      await setTimeout(intervalMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  // A cloud that has ended is whoever loads it to tell
  const watching = watch().catch(() => {});
  return {
    async stop() {
      stopped.abort();
      await watching;
      return seen;
    },
  };
}

const MB = 1_048_576;

export interface Flatness {
  readonly isFlat: boolean;
  /** `heap 41 to 42 MB, resident 170 to 171 MB` */
  readonly figures: string;
}

/**
 * Compares a window after the warm-up, the second quarter, with the last quarter. What grows with each
 * request grows on; what is filled once does not.
 * @param allowance Megabytes by which the heap may grow.
 */
export function compareWindows(seen: readonly Memory[], allowance: number): Flatness {
  const quarter = Math.floor(seen.length / 4);
  const windows = [seen.slice(quarter, 2 * quarter), seen.slice(seen.length - quarter)];
  const [early = 0, late = 0] = windows.map((window) => median(window.map(({ heap }) => heap)));
  const [from = 0, to = 0] = windows.map((window) => median(window.map((one) => one.resident)));
  const format = (bytes: number) => Math.round(bytes / MB);
  return {
    isFlat: quarter > 0 && late - early < allowance * MB,
    figures: `heap ${format(early)} to ${format(late)} MB, resident ${format(from)} to ${format(to)} MB`,
  };
}
