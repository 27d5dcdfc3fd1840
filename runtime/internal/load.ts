import type { BackendEntry } from "../../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue-name.ts";
import { loadOnce } from "../modules.ts";

export type InternalModule = typeof import("./handle.ts");

/**
 * Loads the module of queuerun's own jobs, which only the packages of backends that need it have.
 * @throws Error in a backend without.
 */
export async function loadInternal({ queues }: BackendEntry): Promise<InternalModule> {
  const queue = queues[INTERNAL_QUEUE];
  if (queue === undefined) throw new Error("This backend has no schedules");
  // The build writes `load` to import exactly this module.
  return (await loadOnce(queue.load)) as unknown as InternalModule;
}
