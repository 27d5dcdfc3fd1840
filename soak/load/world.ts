import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeadLetter } from "../../dev/cloud-events.ts";
import { type BackendCopy, copyBackend } from "../backend-copy.ts";
import { type Cloud, startCloud } from "../cloud/start.ts";
import type { Evidence } from "./examine.ts";
import { QUEUE_NAMES } from "./plan.ts";
import { Progress } from "./progress.ts";
import { parseRecord } from "./record.ts";

/** A running backend whose handlers write down what they do. */
export interface World extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly backend: BackendCopy;
  readonly progress: Progress;
  readonly recordFile: string;
  /** What there is to examine once all jobs are done. */
  collect(): Promise<Pick<Evidence, "record" | "batches" | "deadLetters">>;
}

/** @param visibilityFactor Times the function's timeout until a job of a dead instance comes back. */
export async function createWorld(visibilityFactor: number): Promise<World> {
  const backend = await copyBackend(new URL("backend", import.meta.url));
  const recordFile = join(backend.folder, "record");
  await writeFile(recordFile, "");
  const progress = new Progress();
  const variables = { SOAK_RECORD: recordFile };
  const cloud = await startCloud(
    { source: backend.source, variables, limits: { visibilityFactor } },
    { batch: (batch) => progress.take(batch) },
  );
  return {
    cloud,
    backend,
    progress,
    recordFile,
    collect: async () => ({
      record: parseRecord(await readFile(recordFile, "utf8")),
      batches: progress.batches,
      deadLetters: await readDeadLetters(cloud),
    }),
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      await backend[Symbol.asyncDispose]();
    },
  };
}

async function readDeadLetters(cloud: Cloud): Promise<DeadLetter[]> {
  const letters = QUEUE_NAMES.map((queue) => cloud.call("deadLetters", queue));
  return (await Promise.all(letters)).flat();
}
