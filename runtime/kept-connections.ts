import type { Agent } from "node:http";
import type { Duplex } from "node:stream";

/** Connections that are used again. */
export interface KeptConnections {
  /** Of all requests. */
  readonly agent: Agent;
  /** Sends a request, over a connection that is most likely still there. */
  send<Value>(request: () => Promise<Value>): Promise<Value>;
}

/**
 * Lambda freezes an instance between invocations, for minutes. Meanwhile servers close connections, and NAT
 * gateways and VPC endpoints forget them without a word: what is sent over one is refused or lost, and three
 * attempts meet three of them. AWS's client for Java keeps them for 60 s, so servers do not close them earlier.
 * https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-configuration-apache.html
 */
const MAX_IDLE_MS = 50_000;

/**
 * @param protocol Of the servers: `https:`
 * @param maxSockets Connections to one server at a time.
 * @param now Milliseconds of a clock that goes on while the instance is frozen.
 */
export function keepConnections(
  protocol: string,
  maxSockets: number,
  now: () => number = Date.now,
): KeptConnections {
  const { Agent } = process.getBuiltinModule(protocol === "https:" ? "node:https" : "node:http");
  const agent = new Agent({ keepAlive: true, maxSockets });
  const idleSince = new WeakMap<Duplex, number>();
  const { keepSocketAlive } = agent;
  agent.keepSocketAlive = (socket) => {
    idleSince.set(socket, now());
    return keepSocketAlive.call(agent, socket);
  };
  // Not by timers: those of a frozen instance are late, and the invocation that wakes it is first
  const close = (idleMs: number) => {
    for (const socket of Object.values(agent.freeSockets).flat())
      if (now() - (idleSince.get(socket as Duplex) ?? 0) >= idleMs) socket?.destroy();
  };
  return {
    agent,
    async send(request) {
      close(MAX_IDLE_MS);
      try {
        return await request();
      } catch (error) {
        // If one of them was dead the others are, too, and the next attempt would get one
        close(0);
        throw error;
      }
    },
  };
}
