import type { BackendEntry, ModuleNamespace } from "../manifest/entry.ts";
import type { RuntimeEnvironment } from "./environment.ts";
import { loadAll } from "./load-all.ts";
import type { Reach } from "./reach.ts";
import { runInit, warmUp } from "./warm-up.ts";

/** The init phase of a backend that has an `index.ts`, or all the time it needs. Returns `index.ts`. */
export function initialize(
  entry: BackendEntry,
  { provisioned }: RuntimeEnvironment,
  reach: Reach,
): Promise<ModuleNamespace> {
  return runInit(reach, async () => {
    const index = await warmUp(entry.index);
    if (provisioned) await loadAll(entry);
    return index;
  });
}
