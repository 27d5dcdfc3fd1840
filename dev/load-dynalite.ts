import { createRequire } from "node:module";

let loading: Promise<typeof import("dynalite")> | undefined;

/** The local DynamoDB. Its package is loaded, and put right, once. */
export function loadDynalite(): Promise<typeof import("dynalite")> {
  loading ??= import("dynalite").then(({ default: dynalite }) => {
    closeIterators();
    return dynalite;
  });
  return loading;
}

/**
 * dynalite tells the iterators of its store to `return` when a query is over, and they only know `close`: each
 * query would keep all rows of its time.
 */
function closeIterators(): void {
  const require = createRequire(createRequire(import.meta.url).resolve("dynalite"));
  const { prototype } = require("memory-level").MemoryLevel;
  for (const name of ["keys", "values"]) {
    const iterate = prototype[name];
    prototype[name] = function (...options: readonly unknown[]) {
      const iterator = iterate.apply(this, options);
      iterator.return ??= () => iterator.close();
      return iterator;
    };
  }
}
