import { createWorld, type World } from "../hostile/world.ts";
import type { Part, Row, Scale } from "../part.ts";
import { measureGrowth } from "./growth.ts";
import type { WarmReport } from "./process.ts";

const INVOCATIONS = { quick: 10_000, full: 1_000_000 };
/** In 10,000 invocations it is a leak of 100 bytes in each, in a million of one. */
const MAX_GROWTH_BYTES = 1_000_000;

/** One instance that stays warm: HTTP, jobs, schedules and sockets, also failing and timing out. */
export const warmInstance: Part = {
  name: "warm-instance",
  limitSeconds: { quick: 120, full: 900 },
  async run(scale) {
    const invocations = scale.isQuick ? INVOCATIONS.quick : INVOCATIONS.full;
    const world = await createWorld();
    try {
      return [createRow(invocations, await invoke(world, invocations, scale))];
    } finally {
      await world.close();
    }
  },
};

async function invoke(world: World, invocations: number, scale: Scale): Promise<WarmReport> {
  const child = world.fork(new URL("process.ts", import.meta.url), {
    args: [String(invocations)],
    execArgv: ["--expose-gc"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<WarmReport>();
  child.on("message", (report: WarmReport) => {
    const last = report.samples.at(-1);
    if (last) scale.progress(`${last.invocations} invocations, ${formatMegabytes(last.bytes)}`);
    if (report.isDone) resolve(report);
  });
  child.on("disconnect", () => reject(new Error("the instance has ended")));
  scale.signal.addEventListener("abort", () => reject(scale.signal.reason));
  return await promise;
}

function createRow(invocations: number, { samples, resources, counts }: WarmReport): Row {
  const growth = measureGrowth(samples);
  const [first, last] = [samples[0]?.bytes ?? 0, samples.at(-1)?.bytes ?? 0];
  const most = Math.max(...resources);
  const kinds = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  return {
    promise: "the memory of a warm instance stays flat",
    done: `${invocations} invocations: ${kinds.join(", ")}`,
    figures: `${formatMegabytes(first)} at first, ${formatMegabytes(last)} at the end, growth by the median slope ${formatMegabytes(growth)}; at most ${most} timers and sockets`,
    held: growth <= MAX_GROWTH_BYTES && most <= MAX_RESOURCES,
  };
}

/** Between invocations nothing is to wait but, for a moment, connections to SQS and the like. */
const MAX_RESOURCES = 10;

function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
