/** One line of the table, known before anything is measured. */
export interface RowSpec {
  /** What is measured. */
  readonly work: string;
  /** What it is compared with, or of what it is a part. */
  readonly against: string;
  readonly unit: Unit;
  /** Null: shown, and left to the reader. */
  readonly goal: Goal | null;
}

export type Unit = "x" | "s" | "ms" | "KB" | "MB" | "/s" | "%";

/** In the row's unit. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** What was measured for a row. */
export interface Figure {
  readonly value: number;
  /** The figures behind it, such as both times of a ratio, and those of other peers. */
  readonly details: string;
}

export interface Row extends RowSpec, Figure {
  /** Of the benchmark it belongs to, as `--only` takes it. */
  readonly benchmark: string;
}

/** Measures some rows in one go, as they need the same preparation. */
export interface Benchmark<Name extends string = string> {
  readonly rows: Readonly<Record<Name, RowSpec>>;
  measure(effort: Effort): Promise<Readonly<Record<Name, Figure>>>;
}

/** How much time figures may take. */
export interface Effort {
  /** Rounds of something that takes a tenth of a second; the median counts. */
  readonly rounds: number;
  /** Rounds of something that takes a second or two. */
  readonly longRounds: number;
  /** Rounds of something that takes half a minute. */
  readonly slowRounds: number;
  /** Seconds under load. */
  readonly loadSeconds: number;
}

export const EFFORTS = {
  full: { rounds: 21, longRounds: 5, slowRounds: 3, loadSeconds: 2 },
  quick: { rounds: 5, longRounds: 1, slowRounds: 1, loadSeconds: 1 },
} as const satisfies Record<string, Effort>;

export function meetsGoal({ value, goal }: Pick<Row, "value" | "goal">): boolean {
  if (goal === null) return true;
  return "atMost" in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** The rows of a benchmark, in the order in which it lists them. */
export function createRows(
  benchmark: string,
  { rows }: Benchmark,
  figures: Readonly<Record<string, Figure>>,
): Row[] {
  return Object.entries(rows).map(([name, spec]) => {
    const figure = figures[name];
    if (figure === undefined) throw new Error(`No figure for row "${name}" of "${benchmark}"`);
    return { benchmark, ...spec, ...figure };
  });
}
