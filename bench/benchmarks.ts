import { build } from "./build.ts";
import { deployment } from "./deployment/measure.ts";
import { wrapper } from "./exec-wrapper.ts";
import { growth } from "./growth/measure.ts";
import { batch } from "./lambda/batch.ts";
import { cold } from "./lambda/cold.ts";
import { push } from "./lambda/push.ts";
import { size } from "./lambda/size.ts";
import { warm } from "./lambda/warm.ts";
import { local } from "./local/http.ts";
import { jobs } from "./local/jobs.ts";
import { memory } from "./local/memory.ts";
import { plugin } from "./plugin-start.ts";
import type { Benchmark } from "./row.ts";

/** By the names that `--only` takes, in the order of the table. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  cold,
  warm,
  size,
  wrapper,
  push,
  batch,
  local,
  jobs,
  memory,
  build,
  plugin,
  deployment,
  growth,
};
