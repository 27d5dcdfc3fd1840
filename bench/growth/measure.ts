import { fileURLToPath } from "node:url";
import { startEngine } from "../../tests/engine/engine.ts";
import { createFiles, measureBuild } from "../build.ts";
import { createProjects } from "../deployment/projects.ts";
import { timeHandler } from "../lambda/batch.ts";
import { createBatch, STANDARD } from "../lambda/jobs.ts";
import { createPackages } from "../lambda/packages.ts";
import { createQueuerunProject } from "../local/queuerun-project.ts";
import type { Benchmark, Effort, RowSpec } from "../row.ts";
import { measureByTurns, medians } from "../statistics.ts";
import { createCurve } from "./curve.ts";
import { measureSizes } from "./lambda.ts";

const PLUGINS = fileURLToPath(new URL("../../tests/engine/bin", import.meta.url));
const ROUTES = [50, 100, 200, 500];
const QUEUES = [5, 20, 100];
const JOBS = [1, 2, 5, 10];

/** Flat, but for what one run differs from the next. */
const FLAT = 1.1;

type Name =
  | "coldRoutes"
  | "warmRoutes"
  | "buildRoutes"
  | "coldQueues"
  | "warmQueues"
  | "buildQueues"
  | "previewQueues"
  | "batch";

const row = (work: string, atMost: number): RowSpec => ({
  work: `Growth: ${work}`,
  against: "last over first",
  unit: "x",
  goal: { atMost },
});

/** What more of something costs: as much more at most, and nothing when a request is answered. */
export const growth: Benchmark<Name> = {
  rows: {
    coldRoutes: row("cold start, 50 to 500 routes", FLAT),
    warmRoutes: row("warm p50, 50 to 500 routes", FLAT),
    buildRoutes: row("`queuerun build`, 50 to 500 routes", 10),
    coldQueues: row("cold start, 5 to 100 queues", FLAT),
    warmQueues: row("warm p50, 5 to 100 queues", FLAT),
    buildQueues: row("`queuerun build`, 5 to 100 queues", 20),
    previewQueues: row("first `pulumi preview`, 5 to 100 queues", 20),
    batch: row("one invocation, batches of 1 to 10 standard jobs", 10),
  },
  async measure(effort) {
    const routes = await measureSizes(
      createPoints(ROUTES, (count) => ({ routes: count, queues: 0 })),
      effort,
    );
    const queues = await measureSizes(
      createPoints(QUEUES, (count) => ({ routes: 1, queues: count })),
      effort,
    );
    return {
      coldRoutes: createCurve(routes.cold, "ms"),
      warmRoutes: createCurve(routes.warm, "ms"),
      buildRoutes: createCurve(await measureBuilds("routes", ROUTES, effort), "ms"),
      coldQueues: createCurve(queues.cold, "ms"),
      warmQueues: createCurve(queues.warm, "ms"),
      buildQueues: createCurve(await measureBuilds("queues", QUEUES, effort), "ms"),
      previewQueues: createCurve(await measurePreviews(effort), "ms"),
      batch: createCurve(await measureBatches(effort), "µs"),
    };
  },
};

function createPoints<T>(counts: readonly number[], point: (count: number) => T) {
  return Object.fromEntries(counts.map((count) => [String(count), point(count)]));
}

async function measureBuilds(
  of: "routes" | "queues",
  counts: readonly number[],
  { longRounds }: Effort,
): Promise<Record<string, number>> {
  const subjects: Record<string, () => Promise<number>> = {};
  for (const count of counts) {
    const files = of === "routes" ? createFiles(count, 0) : createFiles(1, count);
    const command = await createQueuerunProject(`${count}-${of}`, files);
    subjects[count] = () => measureBuild(command);
  }
  return medians(await measureByTurns(subjects, longRounds), (value) => value);
}

/** Of a new stack, as each queue of a deployed one would first have to be made. */
async function measurePreviews({ slowRounds }: Effort): Promise<Record<string, number>> {
  const engine = await startEngine({ plugins: [PLUGINS] });
  try {
    const subjects: Record<string, () => Promise<number>> = {};
    let stacks = 0;
    for (const count of QUEUES) {
      const { typescript } = await createProjects(engine, count);
      subjects[count] = async () => {
        const stack = await typescript.createStack(`preview-${++stacks}`);
        return (await stack.preview()).milliseconds;
      };
    }
    return medians(await measureByTurns(subjects, slowRounds), (value) => value);
  } finally {
    await engine.remove();
  }
}

async function measureBatches({ longRounds }: Effort): Promise<Record<string, number>> {
  const { packages, remove } = await createPackages({ backend: STANDARD.backend, peers: {} });
  try {
    const subjects = createPoints(
      JOBS,
      (count) => () => timeHandler(packages.queuerun, createBatch(count)),
    );
    return medians(await measureByTurns(subjects, longRounds), (ms) => ms * 1000);
  } finally {
    await remove();
  }
}
