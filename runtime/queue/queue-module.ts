import type { ModuleNamespace, QueueEntry } from "../../manifest/entry.ts";
import type { JobHandler, JobMiddleware } from "../../sdk/jobs.ts";
import { loadOnce } from "../modules.ts";

/** A queue with its modules loaded. */
export interface QueueModule {
  readonly handler: JobHandler;
  /** Outermost first; the queue's own hooks last. */
  readonly middleware: readonly JobMiddleware[];
  /** `config.retryDelay`, as written: not checked. */
  readonly retryDelay: unknown;
}

/** @throws TypeError if the default export is no function. */
export async function loadQueue({ load, middleware, file }: QueueEntry): Promise<QueueModule> {
  const [module, ...outer] = await Promise.all([load, ...middleware].map(loadOnce));
  const handler = module?.default;
  if (typeof handler !== "function")
    throw new TypeError(`${file}: the default export is ${typeof handler}, must be a function`);
  const config = module?.config as { readonly retryDelay?: unknown } | undefined;
  return {
    handler: handler as JobHandler,
    middleware: [...outer, module as ModuleNamespace],
    retryDelay: config?.retryDelay,
  };
}
