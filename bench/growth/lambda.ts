import { startCold } from "../lambda/cold.ts";
import { GET_USER } from "../lambda/http-event.ts";
import { LambdaInstance, type Package } from "../lambda/instance.ts";
import { createPackages } from "../lambda/packages.ts";
import { createRoutes } from "../lambda/routes.ts";
import { measureBlock } from "../lambda/warm.ts";
import type { Effort } from "../row.ts";
import { measureByTurns, medians } from "../statistics.ts";

interface Sizes {
  readonly routes: number;
  readonly queues: number;
}

/**
 * Cold start and warm p50 of one route in backends of different sizes, in milliseconds, by turns.
 * @param sizes By the name of each point.
 */
export async function measureSizes(
  sizes: Readonly<Record<string, Sizes>>,
  { rounds }: Effort,
): Promise<{ cold: Record<string, number>; warm: Record<string, number> }> {
  const removals: (() => Promise<void>)[] = [];
  const instances: LambdaInstance[] = [];
  try {
    const cold: Record<string, () => Promise<number>> = {};
    const warm: Record<string, () => Promise<number>> = {};
    for (const [name, { routes, queues }] of Object.entries(sizes)) {
      const { lambda, remove } = await createBackend(routes, queues);
      removals.push(remove);
      const instance = await LambdaInstance.start(lambda);
      instances.push(instance);
      cold[name] = async () => {
        const { init, first } = await startCold(lambda, GET_USER);
        return init + first;
      };
      warm[name] = () => measureBlock(instance);
    }
    const median = (value: number) => value;
    return {
      cold: medians(await measureByTurns(cold, rounds), median),
      warm: medians(await measureByTurns(warm, rounds), median),
    };
  } finally {
    for (const instance of instances) await instance.stop();
    for (const remove of removals) await remove();
  }
}

async function createBackend(
  routes: number,
  queues: number,
): Promise<{ lambda: Package; remove: () => Promise<void> }> {
  const names = Array.from({ length: queues }, (_, index) => `queues/work${index}.ts`);
  const backend = {
    ...createRoutes(routes).backend,
    ...Object.fromEntries(names.map((name) => [name, "export default async () => {};\n"])),
  };
  const { packages, remove } = await createPackages({ backend, peers: {} });
  return { lambda: packages.queuerun, remove };
}
