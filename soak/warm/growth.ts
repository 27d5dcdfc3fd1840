import { median } from "../../bench/statistics.ts";

/** What a process held after so many invocations, garbage collected. */
export interface Sample {
  readonly invocations: number;
  readonly bytes: number;
}

/**
 * Bytes that memory grows by over all samples, as the median of the slopes between any two of them
 * (Theil and Sen): neither one odd sample nor a step changes it, and a leak does, however small.
 */
export function measureGrowth(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((from, index) =>
    samples
      .slice(index + 1)
      .map((to) => (to.bytes - from.bytes) / (to.invocations - from.invocations)),
  );
  const [first, last] = [samples[0], samples.at(-1)];
  return median(slopes) * ((last?.invocations ?? 0) - (first?.invocations ?? 0));
}
