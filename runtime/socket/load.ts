import type { SocketEntry } from "../../manifest/entry.ts";
import type { Transport } from "../../sdk/context.ts";
import type { RuntimeEnvironment } from "../environment.ts";
import { loadOnce } from "../modules.ts";
import type { LazyConnections } from "../runtime.ts";

export type SocketModule = typeof import("./main.ts");

/**
 * Loads the module that handles the events of a socket, which only the packages of backends with a
 * socket have.
 * @throws Error in a backend without.
 */
export async function loadSocket({
  socket,
}: {
  readonly socket: Pick<SocketEntry, "handlers"> | null;
}): Promise<SocketModule> {
  if (socket === null) throw new Error("This backend has no socket");
  // The build writes `handlers` to import exactly this module.
  return (await loadOnce(socket.handlers)) as unknown as SocketModule;
}

/** @param queues Sends to the internal queue. */
export function createLazyConnections(
  entry: Pick<SocketEntry, "handlers" | "clients">,
  environment: RuntimeEnvironment,
  queues: Pick<Transport, "send">,
): LazyConnections {
  let opening: ReturnType<LazyConnections["load"]> | undefined;
  return {
    url: environment.webSocketUrl,
    load() {
      opening ??= loadSocket({ socket: entry }).then(({ openConnections }) =>
        openConnections(entry, environment, queues),
      );
      return opening;
    },
  };
}
