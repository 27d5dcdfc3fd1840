/** One line of the table: a figure, and what it should be at most. */
export interface Row {
  /** What is measured, and against what. */
  readonly work: string;
  readonly value: number;
  readonly unit: "x" | "s";
  /** In the same unit. */
  readonly goal: number;
  /** The figures behind it, such as both times of a ratio. */
  readonly from: string;
}

/** Measures one piece of work; `runs` times, of which the median counts. */
export type Benchmark = (runs: number) => Promise<readonly Row[]>;

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The time of one against that of another, both in milliseconds, from the same run. */
export function createRatio(work: string, value: number, base: number, goal: number): Row {
  return {
    work,
    value: value / base,
    unit: "x",
    goal,
    from: `${seconds(value)} / ${seconds(base)}`,
  };
}

export function createTime(work: string, milliseconds: number, goal: number): Row {
  return { work, value: milliseconds / 1000, unit: "s", goal, from: "" };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
