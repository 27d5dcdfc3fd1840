import { createRatio } from "../figure.ts";
import { readResident } from "../memory.ts";
import type { Benchmark } from "../row.ts";
import { measureByTurns, median, medians } from "../statistics.ts";
import { checkAnswer, GET_USER } from "./http-event.ts";
import { LambdaInstance, type Package } from "./instance.ts";
import { createPackages } from "./packages.ts";
import { createRoutes } from "./routes.ts";

/** Invocations of one subject before the next has its turn. */
const BLOCK = 200;

export const warm: Benchmark<"p50" | "memory"> = {
  rows: {
    p50: {
      work: "Warm request: p50 of a small JSON route, one of 50",
      against: "over a bare handler",
      unit: "x",
      goal: { atMost: 1.1 },
    },
    memory: {
      work: "Memory (RSS) of a warm instance, 50 routes",
      against: "over a bare handler's",
      unit: "x",
      goal: { atMost: 1.1 },
    },
  },
  async measure({ rounds }) {
    const { packages, remove } = await createPackages(createRoutes(50));
    try {
      const seen = await measureWarm(packages, rounds);
      const ms = medians(seen, ({ p50 }) => p50);
      const memory = medians(seen, ({ resident }) => resident);
      return {
        p50: createRatio(ms.queuerun, ms.bare, "ms", {
          Hono: ms.hono,
          Powertools: ms.powertools,
        }),
        memory: createRatio(memory.queuerun, memory.bare, "MB", {
          Hono: memory.hono,
          Powertools: memory.powertools,
        }),
      };
    } finally {
      await remove();
    }
  },
};

interface Warm {
  readonly p50: number;
  readonly resident: number;
}

/** All instances run throughout; each has its turn of some invocations in every round. */
async function measureWarm<Name extends string>(
  packages: Readonly<Record<Name, Package>>,
  rounds: number,
): Promise<Record<Name, Warm[]>> {
  const instances: LambdaInstance[] = [];
  try {
    const subjects: Record<string, () => Promise<Warm>> = {};
    for (const [name, lambda] of Object.entries<Package>(packages)) {
      const instance = await LambdaInstance.start(lambda);
      instances.push(instance);
      checkAnswer((await instance.invoke(GET_USER)).result, { id: "42" });
      subjects[name] = async () => ({
        p50: await measureBlock(instance),
        resident: readResident(instance.pid),
      });
    }
    return (await measureByTurns(subjects, rounds)) as Record<Name, Warm[]>;
  } finally {
    for (const instance of instances) await instance.stop();
  }
}

export async function measureBlock(instance: LambdaInstance): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < BLOCK; count++) times.push((await instance.invoke(GET_USER)).ms);
  return median(times);
}
