import type { Load, ModuleNamespace } from "../manifest/entry.ts";

const loaded = new Map<Load, Promise<ModuleNamespace>>();

/**
 * Loads a module of the package on first use. `import()` itself remembers, but answers through the
 * loader each time; a module that failed to load is tried again, as its cause may be gone.
 */
export function loadOnce(load: Load): Promise<ModuleNamespace> {
  const known = loaded.get(load);
  if (known !== undefined) return known;
  const loading = load();
  loaded.set(load, loading);
  loading.catch(() => loaded.delete(load));
  return loading;
}
