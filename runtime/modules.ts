import type { Load, ModuleNamespace } from "../manifest/entry.ts";

const made = new WeakMap<object, unknown>();

/** Makes what belongs to `key` on first use, and has it at once later; what failed is not tried again. */
export function makeOnce<T extends object>(key: object, make: () => Promise<T>): T | Promise<T> {
  const known = made.get(key);
  if (known) return known as T | Promise<T>;
  const making = make();
  made.set(key, making);
  making.then(
    (value) => made.set(key, value),
    () => {},
  );
  return making;
}

/**
 * Loads a module of the package on first use. `import()` itself remembers modules, also failed ones,
 * but goes through the module loader at each call; this does not.
 */
export function loadOnce(load: Load): ModuleNamespace | Promise<ModuleNamespace> {
  return makeOnce(load, load);
}
