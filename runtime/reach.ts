import type { BackendEntry, SocketEntry } from "../manifest/entry.ts";
import type { RuntimeEnvironment } from "./environment.ts";
import { makeOnce } from "./modules.ts";
import { loadQueueCode } from "./queue/load.ts";
import type { Runtime } from "./runtime.ts";

/** What code of a backend can reach: its queues, its connections, and the URLs of its routes. */
export type Reach = Pick<Runtime, "openSqs" | "transport" | "site" | "socket">;

export interface ReachOptions {
  /** Names of the backend's own queues. */
  readonly queues: ReadonlySet<string>;
  /** Lists the paths of its routes. */
  readonly routes: () => readonly string[];
  readonly sqs: BackendEntry["sqs"];
  readonly socket: Pick<SocketEntry, "handlers" | "clients"> | null;
}

/** Nothing is opened before it is used, nor is the code for it loaded. */
export function createReach(options: ReachOptions, environment: RuntimeEnvironment): Reach {
  const open = () =>
    makeOnce(options, async () => (await loadQueueCode()).openReach(options, environment));
  const { url, webSocketUrl } = environment;
  const socket = options.socket
    ? { url: webSocketUrl, load: async () => (await open()).connections() }
    : undefined;
  return {
    openSqs: async () => (await open()).sqs,
    transport: {
      queues: options.queues,
      send: async (message) => (await open()).transport.send(message),
      ...(socket && { socket }),
    },
    site: { url, routes: options.routes },
    socket,
  };
}
