import type { Load, ModuleNamespace } from "../../manifest/entry.ts";
import { loadOnce } from "../modules.ts";

/** What a file that handles jobs exports, and the middleware around it. */
export interface JobExports<Handler> {
  readonly handler: Handler;
  /** Outermost first; the file's own hooks last. */
  readonly hooks: readonly ModuleNamespace[];
  /** `config.retryDelay`, as written: not checked. */
  readonly retryDelay: unknown;
}

/**
 * Loads a file with its middleware.
 * @throws TypeError if the default export is no function.
 */
export async function loadJobExports<Handler>({
  load,
  middleware,
  file,
}: {
  readonly load: Load;
  readonly middleware: readonly Load[];
  readonly file: string;
}): Promise<JobExports<Handler>> {
  const [module, ...outer] = await Promise.all([load, ...middleware].map(loadOnce));
  const handler = module?.default;
  if (typeof handler !== "function")
    throw new TypeError(`${file}: the default export is ${typeof handler}, must be a function`);
  const config = module?.config as { readonly retryDelay?: unknown } | undefined;
  return {
    handler: handler as Handler,
    hooks: [...outer, module as ModuleNamespace],
    retryDelay: config?.retryDelay,
  };
}
