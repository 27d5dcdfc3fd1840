import { watchMemory } from "../memory.ts";
import type { Part, Row, Scale } from "../part.ts";
import { createRandom } from "../random.ts";
import { untilAborted } from "../until-aborted.ts";
import { FULL, QUICK } from "./amounts.ts";
import { disturb } from "./disturb.ts";
import { examine } from "./examine.ts";
import { createPlan, MAX_RECEIVES, type Plan } from "./plan.ts";
import { createRows } from "./rows.ts";
import { sendJobs } from "./send.ts";
import { createWorld, type World } from "./world.ts";

/** Jobs in thousands, while everything that runs them fails. */
export const load: Part = { name: "load", limitSeconds: { quick: 90, full: 720 }, run };

async function run(scale: Scale): Promise<readonly Row[]> {
  const amounts = scale.isQuick ? QUICK : FULL;
  const { jobs, faults, visibilityFactor } = amounts;
  const plan = createPlan(jobs, faults, createRandom(jobs));
  await using world = await createWorld(visibilityFactor);
  const { cloud } = world;
  const countDisturbances = disturb(world, amounts);
  const watch = watchMemory(cloud, amounts.memoryIntervalMs);
  const started = performance.now();
  const sentAgain = await untilAborted(scale.signal, send(world, plan, scale));
  scale.progress(`all jobs sent after ${formatSince(started)}`);
  await untilAborted(scale.signal, cloud.call("drained"));
  const seconds = (performance.now() - started) / 1000;
  scale.progress(`all jobs done after ${formatSince(started)}`);
  const memory = await watch.stop();
  const evidence = { plan, sentAgain, ...(await world.collect()) };
  const { record } = evidence;
  const findings = examine(evidence, MAX_RECEIVES);
  const disturbances = await countDisturbances();
  return createRows({ amounts, findings, record, memory, seconds, disturbances });
}

/** One sender for each queue, as jobs of a message group are sent in order. */
async function send({ cloud, progress }: World, plan: Plan, { signal }: Scale) {
  const reserve = (count: number) => progress.reserve(count, signal);
  const again = Array.from(plan, ([queue, jobs]) =>
    sendJobs(queue, jobs, { url: cloud.url, reserve, signal }),
  );
  return new Set((await Promise.all(again)).flatMap((ids) => [...ids]));
}

function formatSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(0)} s`;
}
