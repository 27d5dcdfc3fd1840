import type { BackendEntry, ModuleNamespace } from "../manifest/entry.ts";
import { serveBackendRole } from "./backend-role/load.ts";
import type { RuntimeEnvironment } from "./environment.ts";
import { loadAll } from "./load-all.ts";
import type { Reach } from "./reach.ts";
import { runInit, warmUp } from "./warm-up.ts";

/**
 * The init phase of a backend that has an `index.ts`, a role for its code, or all the time it needs.
 * Returns `index.ts`.
 */
export async function initialize(
  entry: BackendEntry,
  environment: RuntimeEnvironment,
  reach: Reach,
): Promise<ModuleNamespace> {
  // Before any of its code is loaded
  await serveBackendRole(environment, entry.backendRole);
  return await runInit(reach, async () => {
    const index = await warmUp(entry.index);
    if (environment.provisioned) await loadAll(entry, environment, reach);
    return index;
  });
}
