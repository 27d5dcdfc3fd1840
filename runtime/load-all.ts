import type { BackendEntry } from "../manifest/entry.ts";
import type { RuntimeEnvironment } from "./environment.ts";
import { loadOnDemand } from "./load-on-demand.ts";
import { loadOnce } from "./modules.ts";
import type { Reach } from "./reach.ts";

/**
 * Loads all modules, for provisioned concurrency: nobody waits for that init phase. A module that
 * fails to load is reported, and fails the requests that need it; the others work.
 */
export async function loadAll(
  entry: BackendEntry,
  { queueUrlPrefix }: RuntimeEnvironment,
  { openSqs }: Reach,
): Promise<void> {
  const { queues, schedules, socket, sqs } = entry;
  const sockets = socket === null ? [] : [socket];
  const others = [...Object.values(queues), ...Object.values(schedules), ...sockets];
  const files = others.flatMap(({ load, middleware }) => [load, ...middleware]);
  const loads = new Set([...entry.load, ...files]);
  for (const { handlers } of sockets) loads.add(handlers);
  const results = await Promise.allSettled([
    ...Array.from(loads, loadOnce),
    loadOnDemand(),
    sqs && connectToSqs(openSqs, `${queueUrlPrefix}${Object.keys(queues)[0]}`),
    socket?.clients(),
  ]);
  for (const result of results) if (result.status === "rejected") console.error(result.reason);
}

/** The first push then finds a connection, or at least a name that is resolved and a TLS session to resume. */
async function connectToSqs(openSqs: Reach["openSqs"], queueUrl: string): Promise<void> {
  const sqs = await openSqs();
  await sqs.connect(queueUrl);
}
