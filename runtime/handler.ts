import type { Context } from "aws-lambda";
import type { BackendEntry, ModuleNamespace } from "../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../manifest/internal-queue-name.ts";
import { takeEnvironment } from "./environment.ts";
import { parseHttpEvent } from "./event.ts";
import { handleHttp } from "./http/handle.ts";
import { loadOnDemand } from "./load-on-demand.ts";
import { createReach } from "./reach.ts";
import type { Runtime } from "./runtime.ts";

/** Two parameters at most: Lambda refuses a handler with a third, the callback of old. */
export type Handler = (event: unknown, context: Context) => Promise<unknown>;

/**
 * The init phase: takes the runtime's settings out of the environment before any user code is
 * loaded, warms the backend up, and returns the one handler of all its routes, queues and schedules.
 */
export async function createHandler(entry: BackendEntry): Promise<Handler> {
  const environment = takeEnvironment(process.env);
  const queues = new Set(Object.keys(entry.queues));
  // No code of the backend can push to it
  queues.delete(INTERNAL_QUEUE);
  const reach = createReach(
    { ...entry, queues, routes: () => entry.routes.map(([path]) => path) },
    environment,
  );
  let index: ModuleNamespace = {};
  if (entry.index || environment.provisioned || environment.backendRole) {
    const { initialize } = await import("./initialize.ts");
    index = await initialize(entry, environment, reach);
  }
  const runtime: Runtime = { entry, environment, index, ...reach };
  return async (event, context) => {
    const request = parseHttpEvent(event);
    return request
      ? handleHttp(request, runtime, context.awsRequestId)
      : (await loadOnDemand()).handleOtherEvent(event, runtime, context);
  };
}
