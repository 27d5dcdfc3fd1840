import type { Load, ModuleNamespace } from "../manifest/entry.ts";

const loaded = new Map<Load, Promise<ModuleNamespace>>();

/**
 * Loads a module of the package on first use. `import()` itself remembers modules, also failed ones,
 * but goes through the module loader at each call; this does not.
 */
export function loadOnce(load: Load): Promise<ModuleNamespace> {
  let loading = loaded.get(load);
  if (loading === undefined) {
    loading = load();
    loaded.set(load, loading);
  }
  return loading;
}
