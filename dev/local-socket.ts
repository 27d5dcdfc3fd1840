import type { IncomingMessage } from "node:http";
import type { Socket as NetSocket } from "node:net";
import { VARIABLES } from "../manifest/environment.ts";
import type { Socket } from "../manifest/manifest.ts";
import { Cleanup } from "./cleanup.ts";
import type { ConnectionsEndpoint } from "./connections-endpoint.ts";
import type { Gate } from "./gate/gate.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import type { SocketGateway } from "./socket-gateway.ts";
import type { SocketGatewayOptions } from "./socket-gateway-options.ts";
import type { TableService } from "./table-service.ts";

interface Services {
  readonly gateway: SocketGateway;
  readonly endpoint: ConnectionsEndpoint;
  readonly table: TableService;
}

export interface LocalSocketOptions extends SocketGatewayOptions {
  readonly gate: Gate;
}

/**
 * What a backend's socket needs: gateway, `@connections` and table. They are loaded and started for
 * the first build that has one, and stay for all later ones, as do its connections.
 */
export class LocalSocket {
  /** `ws://127.0.0.1:8000` */
  readonly url: string;
  readonly #options: LocalSocketOptions;
  readonly #cleanup = new Cleanup();
  #services: Services | undefined;
  #isServed = false;

  /** @param httpUrl Of the HTTP gateway, which hands over what is to be upgraded. */
  constructor(httpUrl: string, options: LocalSocketOptions) {
    this.url = httpUrl.replace(/^http/, "ws");
    this.#options = options;
  }

  /** What tells the function where its connections are. */
  get variables(): Readonly<Record<string, string>> {
    if (this.#services === undefined || !this.#isServed) return {};
    const { endpoint, table } = this.#services;
    return {
      [VARIABLES.webSocketUrl]: this.url,
      [VARIABLES.connectionsUrl]: endpoint.url,
      [VARIABLES.connectionsTable]: table.tableName,
      [VARIABLES.dynamodbUrl]: table.url,
    };
  }

  /** True while a connection is closing. */
  get isBusy(): boolean {
    return this.#services?.gateway.isBusy ?? false;
  }

  /** @param socket Of the package that is about to be served; without one connections are closed. */
  async prepare(socket: Socket | null): Promise<void> {
    if (socket !== null) this.#services ??= await this.#start();
    else this.#services?.gateway.closeConnections();
    this.#isServed = socket !== null;
  }

  async upgrade(request: IncomingMessage, socket: NetSocket, head: Buffer): Promise<void> {
    if (this.#services !== undefined && this.#isServed)
      return await this.#services.gateway.upgrade(request, socket, head);
    this.#options.output("WebSocket refused with 404: the backend has no socket/index.ts");
    refuseUpgrade(socket, 404, JSON.stringify({ message: "Not Found" }));
  }

  /** The function must have ended before. */
  close(): Promise<void> {
    return this.#cleanup.run();
  }

  async #start(): Promise<Services> {
    const [{ SocketGateway }, { startConnectionsEndpoint }, { startTableService }] =
      await Promise.all([
        import("./socket-gateway.ts"),
        import("./connections-endpoint.ts"),
        import("./table-service.ts"),
      ]);
    const { gate } = this.#options;
    const table = await startTableService(gate);
    this.#cleanup.add(() => table.close());
    const gateway = new SocketGateway(this.#options);
    const endpoint = await startConnectionsEndpoint((id) => gateway.find(id), gate);
    this.#cleanup.add(() => endpoint.close());
    this.#cleanup.add(() => gateway.close());
    return { gateway, endpoint, table };
  }
}
