import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXEC_WRAPPER_SOURCE } from "../build/exec-wrapper.ts";
import { createTemporaryFolder } from "../tests/support/temporary-folder.ts";
import { formatNumber } from "./figure.ts";
import type { Benchmark } from "./row.ts";
import { measureByTurns, median } from "./statistics.ts";

/** A program that does nothing, so that its own start is no large part of the figure. */
const PROGRAM = "true";
/** One takes some milliseconds, which differ a lot. */
const PAIRS_IN_A_ROUND = 15;

/** What a cold start takes longer because the function's keys are put away. */
export const wrapper: Benchmark<"start"> = {
  rows: {
    start: {
      work: "Exec wrapper: what it adds to the start of a program",
      against: "the same program without it, pair by pair",
      unit: "ms",
      goal: { atMost: 5 },
    },
  },
  async measure({ rounds }) {
    const { path, remove } = await createTemporaryFolder();
    try {
      const file = join(path, "queuerun-exec");
      await writeFile(file, EXEC_WRAPPER_SOURCE, { mode: 0o755 });
      const subjects = {
        wrapped: async () => measureStart(file),
        bare: async () => measureStart(),
      };
      const ms = await measureByTurns(subjects, rounds * PAIRS_IN_A_ROUND);
      const added = ms.wrapped.map((value, pair) => value - (ms.bare[pair] ?? Number.NaN));
      const details = `${formatNumber(median(ms.wrapped))} - ${formatNumber(median(ms.bare))} ms`;
      return { start: { value: median(added), details } };
    } finally {
      await remove();
    }
  },
};

function measureStart(file?: string): number {
  const [program = "", ...args] = file === undefined ? [PROGRAM] : [file, PROGRAM];
  const started = performance.now();
  const { status } = spawnSync(program, args, { env: ENVIRONMENT });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return performance.now() - started;
}

/** As long as Lambda's. */
const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: "A".repeat(20),
  AWS_SECRET_ACCESS_KEY: "s".repeat(40),
  AWS_SESSION_TOKEN: "t".repeat(800),
  AWS_REGION: "eu-central-1",
  AWS_LAMBDA_FUNCTION_NAME: "shop",
  PATH: "/usr/bin:/bin",
};
