import type { Load, ModuleNamespace } from "../manifest/entry.ts";

const made = new WeakMap<object, Promise<unknown>>();

/** Makes what belongs to `key` on first use; what failed is not tried again. */
export function makeOnce<T>(key: object, make: () => Promise<T>): Promise<T> {
  let making = made.get(key);
  if (making === undefined) {
    making = make();
    made.set(key, making);
  }
  return making as Promise<T>;
}

/**
 * Loads a module of the package on first use. `import()` itself remembers modules, also failed ones,
 * but goes through the module loader at each call; this does not.
 */
export function loadOnce(load: Load): Promise<ModuleNamespace> {
  return makeOnce(load, load);
}
