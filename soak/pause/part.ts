import { stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { examine, type Findings } from "../load/examine.ts";
import { createPlan, MAX_RECEIVES, QUEUE_NAMES } from "../load/plan.ts";
import { createWorld, type World } from "../load/world.ts";
import type { Part, Row, Scale } from "../part.ts";
import { createRandom } from "../random.ts";
import { untilAborted } from "../until-aborted.ts";
import { createRows, type Pause } from "./rows.ts";
import { Senders } from "./senders.ts";

/** Reserved concurrency 50, 0 and `off` by turns, while programs go on sending jobs. */
export const pause: Part = { name: "pause", limitSeconds: { quick: 60, full: 400 }, run };

const JOBS = { quick: 1_000, full: 30_000 };
/** No job fails by itself. */
const NO_FAULTS = {
  once: {
    throw: 0,
    "throw-after": 0,
    "time-out": 0,
    "time-out-after": 0,
    exit: 0,
    "exit-after": 0,
    "exhaust-memory": 0,
    block: 0,
  },
  always: 0,
};
/** Longest time between two changes. */
const MAX_PHASE_MS = 300;

async function run(scale: Scale): Promise<readonly Row[]> {
  const { signal } = scale;
  const random = createRandom(1);
  const count = scale.isQuick ? JOBS.quick : JOBS.full;
  const plan = createPlan(count, NO_FAULTS, random);
  await using world = await createWorld(6);
  const senders = new Senders(world, plan, signal);
  const pauses: Pause[] = [];
  while (!senders.isDone) {
    await world.cloud.call("setConcurrency", { reserved: 50 });
    await setTimeout(random() * MAX_PHASE_MS, undefined, { signal });
    const seen = await untilAborted(signal, pauseOnce(world, senders, random() * MAX_PHASE_MS));
    pauses.push(seen);
    // What was sent while it was paused is handled before it is paused again
    await world.progress.handled(seen.sent, signal);
    scale.progress(`${pauses.length} pauses`);
  }
  await senders.ended;
  await untilAborted(signal, world.cloud.call("drained"));
  const evidence = { plan, sentAgain: new Set<number>(), ...(await world.collect()) };
  const findings: Findings = examine(evidence, MAX_RECEIVES);
  return createRows(count, pauses, evidence.batches, findings);
}

async function pauseOnce(world: World, senders: Senders, pauseMs: number): Promise<Pause> {
  const { cloud, recordFile } = world;
  await cloud.call("setConcurrency", { reserved: 0 });
  await untilNothingIsInFlight(world);
  const { size } = await stat(recordFile);
  const sent = senders.openWindow();
  await setTimeout(pauseMs);
  const { status } = await fetch(`${cloud.url}/jobs`, { method: "POST" });
  senders.closeWindow();
  const written = (await stat(recordFile)).size - size;
  await cloud.call("setConcurrency", { reserved: "off" });
  return { sent, written, status };
}

/** Batches that were being handled when the pause began are finished. */
async function untilNothingIsInFlight({ cloud }: World): Promise<void> {
  for (;;) {
    const counts = await Promise.all(QUEUE_NAMES.map((queue) => cloud.call("count", queue)));
    if (counts.every(({ inFlight }) => inFlight === 0)) return;
    await setTimeout(5);
  }
}
