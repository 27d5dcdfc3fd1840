import type { BackendContext } from "./context.ts";

/** Options of what has data in it. */
export function keepOptions({ options, settings }: BackendContext) {
  return {
    ...options,
    protect: settings.protectData,
    // A new name would replace it, and its data would be lost: see `checkNames`
    ignoreChanges: ["name"],
  };
}
