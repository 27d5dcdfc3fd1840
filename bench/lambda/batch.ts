import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { SQSEvent } from "aws-lambda";
import { createRatio } from "../figure.ts";
import type { Benchmark, Effort } from "../row.ts";
import { measureByTurns, medians } from "../statistics.ts";
import { LambdaInstance, type Package } from "./instance.ts";
import {
  createBatch,
  createFifo,
  createFifoBacklog,
  FIFO_JOB_MS,
  QUEUE_VARIABLES,
  STANDARD,
} from "./jobs.ts";
import { createPackages } from "./packages.ts";

const TIME_HANDLER = fileURLToPath(new URL("time-handler.ts", import.meta.url));
const INVOCATIONS = 4_000;
const BACKLOG = 1_000;
const GROUPS = 50;

export const batch: Benchmark<"standard" | "fifo"> = {
  rows: {
    standard: {
      work: "Batch of 10 standard jobs: what it takes over calling the functions",
      against: "over what Powertools' batch takes",
      unit: "x",
      goal: { atMost: 0.5 },
    },
    fifo: {
      work: `Backlog of ${BACKLOG} FIFO jobs of ${FIFO_JOB_MS} ms in ${GROUPS} groups, batches of 10: jobs/s`,
      against: "over Powertools' batch",
      unit: "x",
      goal: { atLeast: 1 },
    },
  },
  async measure(effort) {
    return { standard: await measureStandard(effort), fifo: await measureFifo(effort) };
  },
};

async function measureStandard({ longRounds }: Effort) {
  const { packages, remove } = await createPackages(STANDARD);
  try {
    const event = createBatch(10);
    const { bare, queuerun, powertools } = packages;
    const subjects = {
      bare: () => timeHandler(bare, event),
      queuerun: () => timeHandler(queuerun, event),
      powertools: () => timeHandler(powertools, event),
    };
    const seen = await measureByTurns(subjects, longRounds);
    const microseconds = medians(seen, (ms) => ms * 1000);
    return createRatio(
      microseconds.queuerun - microseconds.bare,
      microseconds.powertools - microseconds.bare,
      "µs",
      { "the functions": microseconds.bare },
    );
  } finally {
    await remove();
  }
}

/** Median of one invocation in milliseconds, in a process of its own, without any client. */
export async function timeHandler({ folder }: Package, event: SQSEvent): Promise<number> {
  const url = pathToFileURL(join(folder, "index.mjs")).href;
  const child = spawn(process.execPath, [TIME_HANDLER, url, String(INVOCATIONS)], {
    cwd: folder,
    env: { ...process.env, ...QUEUE_VARIABLES },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(event));
  const output = await text(child.stdout);
  if (output === "") throw new Error(`The handler in ${folder} has failed: see above`);
  return Number(output);
}

/** Under aws-lambda-ric, one invocation after the other, as for one instance. */
async function measureFifo({ longRounds }: Effort) {
  const sequential = await createPackages(createFifo("sequential"));
  const concurrent = await createPackages(createFifo("concurrent"));
  const instances: LambdaInstance[] = [];
  try {
    const start = async (lambda: Package) => {
      const instance = await LambdaInstance.start({ ...lambda, variables: QUEUE_VARIABLES });
      instances.push(instance);
      return () => measureBacklog(instance);
    };
    const subjects = {
      powertools: await start(sequential.packages.powertools),
      queuerun: await start(sequential.packages.queuerun),
      concurrent: await start(concurrent.packages.queuerun),
    };
    const rate = medians(await measureByTurns(subjects, longRounds), (value) => value);
    return createRatio(rate.queuerun, rate.powertools, "/s", {
      'with `groups: "concurrent"`': rate.concurrent,
    });
  } finally {
    for (const instance of instances) await instance.stop();
    await sequential.remove();
    await concurrent.remove();
  }
}

async function measureBacklog(instance: LambdaInstance): Promise<number> {
  const started = performance.now();
  for (const event of createFifoBacklog(BACKLOG, GROUPS)) {
    const { result } = await instance.invoke(event);
    const { batchItemFailures } = result as { batchItemFailures: readonly unknown[] };
    if (batchItemFailures.length > 0) throw new Error("A FIFO job under test has failed");
  }
  return (BACKLOG * 1000) / (performance.now() - started);
}
