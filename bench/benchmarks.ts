import { deployment } from "./deployment/measure.ts";
import { wrapper } from "./exec-wrapper.ts";
import { cold } from "./lambda/cold.ts";
import { size } from "./lambda/size.ts";
import { warm } from "./lambda/warm.ts";
import { plugin } from "./plugin-start.ts";
import type { Benchmark } from "./row.ts";

/** By the names that `--only` takes, in the order of the table. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  cold,
  warm,
  size,
  wrapper,
  plugin,
  deployment,
};
