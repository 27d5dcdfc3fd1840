import type { Integration } from "./integration.ts";
import type { Limits } from "./limits.ts";

/**
 * Apart from the gateway itself, whose file names types of `ws`: the published declarations would need
 * them for whoever tests a backend.
 */
export interface SocketGatewayOptions extends Integration {
  readonly limits: Pick<
    Limits,
    "socketIntegrationSeconds" | "socketIdleSeconds" | "socketLifetimeSeconds"
  >;
  /** Takes a line for each handshake, message and end of a connection. */
  readonly output: (line: string) => void;
  /** Called when a connection has closed, and its `$disconnect` is on its way. */
  readonly closed: () => void;
}
