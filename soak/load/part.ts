import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeadLetter } from "../../dev/cloud-events.ts";
import { copyBackend } from "../backend-copy.ts";
import { type Cloud, startCloud } from "../cloud/start.ts";
import { watchMemory } from "../memory.ts";
import type { Part, Row, Scale } from "../part.ts";
import { createRandom } from "../random.ts";
import { untilAborted } from "../until-aborted.ts";
import { FULL, QUICK } from "./amounts.ts";
import { disturb } from "./disturb.ts";
import { examine } from "./examine.ts";
import { createPlan, MAX_RECEIVES, type Plan, QUEUE_NAMES } from "./plan.ts";
import { Progress } from "./progress.ts";
import { parseRecord } from "./record.ts";
import { createRows } from "./rows.ts";
import { sendJobs } from "./send.ts";

/** Jobs in thousands, while everything that runs them fails. */
export const load: Part = { name: "load", limitSeconds: { quick: 90, full: 720 }, run };

async function run(scale: Scale): Promise<readonly Row[]> {
  const amounts = scale.isQuick ? QUICK : FULL;
  const { jobs, faults, visibilityFactor } = amounts;
  const plan = createPlan(jobs, faults, createRandom(jobs));
  await using backend = await copyBackend(new URL("backend", import.meta.url));
  const recordFile = join(backend.folder, "record");
  await writeFile(recordFile, "");
  const progress = new Progress();
  const variables = { SOAK_RECORD: recordFile };
  await using cloud = await startCloud(
    { source: backend.source, variables, limits: { visibilityFactor } },
    { batch: (batch) => progress.take(batch) },
  );
  const disturbed = disturb(cloud, backend, recordFile, progress, amounts);
  const memory = watchMemory(cloud, amounts.memoryIntervalMs);
  const started = performance.now();
  const sentAgain = await untilAborted(scale.signal, send(cloud, plan, progress, scale));
  scale.progress(`all jobs sent after ${formatSince(started)}`);
  await untilAborted(scale.signal, cloud.call("drained"));
  scale.progress(`all jobs done after ${formatSince(started)}`);
  const measured = await memory.stop();
  const deadLetters = await readDeadLetters(cloud);
  const record = parseRecord(await readFile(recordFile, "utf8"));
  const findings = examine(
    { plan, record, batches: progress.batches, deadLetters, sentAgain },
    MAX_RECEIVES,
  );
  const seconds = (performance.now() - started) / 1000;
  const disturbances = await disturbed();
  return createRows({
    amounts,
    findings,
    record,
    memory: measured,
    seconds,
    disturbed: disturbances,
  });
}

/** One sender for each queue, as jobs of a message group are sent in order. */
async function send(cloud: Cloud, plan: Plan, progress: Progress, { signal }: Scale) {
  const reserve = (count: number) => progress.reserve(count, signal);
  const again = Array.from(plan, ([queue, jobs]) =>
    sendJobs(queue, jobs, { url: cloud.url, reserve, signal }),
  );
  return new Set((await Promise.all(again)).flatMap((ids) => [...ids]));
}

async function readDeadLetters(cloud: Cloud): Promise<DeadLetter[]> {
  const letters = QUEUE_NAMES.map((queue) => cloud.call("deadLetters", queue));
  return (await Promise.all(letters)).flat();
}

function formatSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(0)} s`;
}
