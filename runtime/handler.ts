import type { Context } from "aws-lambda";
import type { BackendEntry } from "../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import { serveBackendRole } from "./backend-role/load.ts";
import { takeEnvironment } from "./environment.ts";
import { parseEvent } from "./event.ts";
import { handleHttp } from "./http/handle.ts";
import { loadInternal } from "./internal/load.ts";
import { createReach } from "./reach.ts";
import type { Runtime } from "./runtime.ts";
import { loadSocket } from "./socket/load.ts";
import { loadAll, runInit, warmUp } from "./warm-up.ts";

/** Two parameters at most: Lambda refuses a handler with a third, the callback of old. */
export type Handler = (event: unknown, context: Context) => Promise<unknown>;

/**
 * The init phase: takes the runtime's settings out of the environment before any user code is
 * loaded, warms the backend up, and returns the one handler of all its routes, queues and schedules.
 */
export async function createHandler(entry: BackendEntry): Promise<Handler> {
  const environment = takeEnvironment(process.env);
  await serveBackendRole(environment, entry.backendRole);
  const queues = new Set(Object.keys(entry.queues));
  // No code of the backend can push to it
  queues.delete(INTERNAL_QUEUE);
  const routes = new Set(entry.routes.map(({ path }) => path));
  const reach = createReach({ ...entry, queues, routes }, environment);
  const initialize = async () => {
    const index = await warmUp(entry.index);
    if (environment.provisioned) await loadAll(entry);
    return index;
  };
  const index = await runInit(reach, initialize);
  const runtime: Runtime = { entry, environment, index, ...reach };
  return (event, context) => handleEvent(event, context, runtime);
}

async function handleEvent(event: unknown, context: Context, runtime: Runtime): Promise<unknown> {
  const parsed = parseEvent(event);
  if (parsed.kind === "http") return await handleHttp(parsed.event, runtime, context.awsRequestId);
  if (parsed.kind === "schedule") {
    const { runSchedule } = await loadInternal(runtime.entry);
    return await runSchedule(parsed.event, runtime, context);
  }
  if (parsed.kind === "socket") {
    const { handleSocket } = await loadSocket(runtime.entry);
    return await handleSocket(parsed.event, runtime, context.awsRequestId);
  }
  // Loaded on demand: an HTTP request must not wait for the code of queues.
  const { handleQueueEvent } = await import("./queue/handle.ts");
  return await handleQueueEvent(parsed.event, runtime, context);
}
