import { setTimeout } from "node:timers/promises";

/** A client that does nothing wrong, beside all others. */
export interface Probe {
  /** Returns how it went, so far. */
  stop(): Promise<ProbeFigures>;
}

export interface ProbeFigures {
  readonly count: number;
  /** That failed, or were answered otherwise than they should. */
  readonly failed: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

const INTERVAL_MS = 20;

/** @param ask Resolves to true when the answer is as it should be. */
export function startProbe(ask: () => Promise<boolean>): Probe {
  const times: number[] = [];
  let failed = 0;
  let isStopped = false;
  const run = async () => {
    while (!isStopped) {
      const started = performance.now();
      if (!(await ask().catch(() => false))) failed++;
      times.push(performance.now() - started);
      await setTimeout(INTERVAL_MS);
    }
  };
  const running = run();
  return {
    async stop() {
      isStopped = true;
      await running;
      const sorted = times.toSorted((a, b) => a - b);
      const medianMs = sorted[Math.floor(sorted.length / 2)] ?? 0;
      return { count: times.length, failed, medianMs, slowestMs: sorted.at(-1) ?? 0 };
    },
  };
}

export function formatProbe({ count, failed, medianMs, slowestMs }: ProbeFigures): string {
  return `${count} others, ${failed} failed; median ${medianMs.toFixed(0)} ms, slowest ${slowestMs.toFixed(0)} ms`;
}
