import type { BackendEntry, SocketEntry } from "../manifest/entry.ts";
import type { Transport } from "../sdk/context.ts";
import type { RuntimeEnvironment } from "./environment.ts";
import { createSqs } from "./queue/sqs.ts";
import { createTransport } from "./queue/transport.ts";
import type { Runtime } from "./runtime.ts";
import { createLazyConnections } from "./socket/load.ts";

/** What code of a backend can reach: its queues, its connections, and the URLs of its routes. */
export type Reach = Pick<Runtime, "sqs" | "transport" | "site" | "socket">;

export interface ReachOptions {
  /** Names of the backend's own queues. */
  readonly queues: ReadonlySet<string>;
  /** Paths of its routes. */
  readonly routes: ReadonlySet<string>;
  readonly sqs: BackendEntry["sqs"];
  readonly socket: Pick<SocketEntry, "handlers" | "clients"> | null;
}

/** Nothing is opened before it is used. */
export function createReach(options: ReachOptions, environment: RuntimeEnvironment): Reach {
  const sqs = createSqs(options.sqs, environment);
  const toQueues = createTransport(sqs, environment.queueUrlPrefix, options.queues);
  const socket = options.socket
    ? createLazyConnections(options.socket, environment, toQueues)
    : undefined;
  const transport: Transport = { ...toQueues, ...(socket && { socket }) };
  return {
    sqs,
    transport,
    site: { url: environment.url, routes: options.routes },
    socket,
  };
}
