import type { Transport } from "../../sdk/context.ts";
import type { RuntimeEnvironment } from "../environment.ts";
import type { ReachOptions } from "../reach.ts";
import type { Connections } from "../socket/connections.ts";
import { createLazyConnections } from "../socket/load.ts";
import { createSqs, type Sqs } from "./sqs.ts";
import { createTransport } from "./transport.ts";

/** What is behind a Reach once something of it is used. */
export interface OpenReach {
  readonly sqs: Sqs;
  readonly transport: Pick<Transport, "send">;
  connections(): Promise<Connections>;
}

export function openReach(options: ReachOptions, environment: RuntimeEnvironment): OpenReach {
  const sqs = createSqs(options.sqs, environment);
  const transport = createTransport(sqs, environment.queueUrlPrefix, options.queues);
  const socket = options.socket && createLazyConnections(options.socket, environment, transport);
  return {
    sqs,
    transport,
    async connections() {
      if (socket === null) throw new Error("This backend has no socket");
      return await socket.load();
    },
  };
}
