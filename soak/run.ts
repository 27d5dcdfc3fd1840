import type { Part, Row } from "./part.ts";

export interface RunOptions {
  readonly isQuick: boolean;
  /** Of all parts together. */
  readonly limitSeconds: number;
  readonly progress: (line: string) => void;
  /** For a part whose time is over to end what it has started. Default 20. */
  readonly graceSeconds?: number;
}

/** A row, and the name of its part. */
export interface PartRow extends Row {
  readonly part: string;
}

const GRACE_SECONDS = 20;

/**
 * Runs the parts one after the other. One that fails, or that does not end in time, is a broken
 * promise of its own; after one that does not even end when told to nothing can be measured.
 */
export async function runParts(parts: readonly Part[], options: RunOptions): Promise<PartRow[]> {
  const end = performance.now() + options.limitSeconds * 1000;
  const rows: PartRow[] = [];
  let obstacle: string | undefined;
  for (const part of parts) {
    const { quick, full } = part.limitSeconds;
    const left = (end - performance.now()) / 1000;
    if (left <= 0) obstacle ??= "the time of all parts is over";
    const found =
      obstacle === undefined
        ? await runPart(part, Math.min(options.isQuick ? quick : full, left), options)
        : [createFailure(part, `not begun: ${obstacle}`)];
    if (found === "stuck") obstacle = `"${part.name}" does not end`;
    const shown = found === "stuck" ? [createFailure(part, "does not end when told to")] : found;
    rows.push(...shown.map((row) => ({ part: part.name, ...row })));
  }
  return rows;
}

async function runPart(
  part: Part,
  seconds: number,
  { isQuick, progress, graceSeconds = GRACE_SECONDS }: RunOptions,
): Promise<readonly Row[] | "stuck"> {
  const over = new AbortController();
  const stuck = Promise.withResolvers<"stuck">();
  let grace: NodeJS.Timeout | undefined;
  const limit = setTimeout(() => {
    over.abort(new Error(`its ${Math.round(seconds)} s are over`));
    grace = setTimeout(() => stuck.resolve("stuck"), graceSeconds * 1000);
  }, seconds * 1000);
  const scale = {
    isQuick,
    signal: over.signal,
    progress: (line: string) => progress(`${part.name}: ${line}`),
  };
  const run = part.run(scale).catch((error) => [createFailure(part, describe(error))]);
  return await Promise.race([run, stuck.promise]).finally(() => {
    clearTimeout(limit);
    clearTimeout(grace);
  });
}

function createFailure({ name }: Part, figures: string): Row {
  return { promise: `the part "${name}" runs to its end`, done: "", figures, held: false };
}

function describe(error: unknown): string {
  // When what was started cannot be ended either, it is of interest why it had to be
  if (error instanceof SuppressedError) return describe(error.suppressed);
  return error instanceof Error ? error.message : String(error);
}
