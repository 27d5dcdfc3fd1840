import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { createConnectionId } from "./connection-id.ts";
import { type Integrated, integrate } from "./integration.ts";
import { MAX_MESSAGE_BYTES, MAX_SOCKET_URL } from "./limits.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import {
  type ConnectAnswer,
  createConnectAnswer,
  createErrorText,
  findFailure,
} from "./socket-answer.ts";
import { SocketConnection } from "./socket-connection.ts";
import {
  type Closing,
  type ConnectionIdentity,
  createConnectEvent,
  createDisconnectEvent,
  createIdentity,
  createMessageEvent,
  type Handshake,
} from "./socket-event.ts";
import type { SocketGatewayOptions } from "./socket-gateway-options.ts";
import { createTraceId } from "./trace-id.ts";

/** Answers like a WebSocket API with the routes `$connect`, `$default` and `$disconnect`. */
export class SocketGateway {
  readonly #options: SocketGatewayOptions;
  readonly #server: WebSocketServer;
  /** As the function has chosen for a handshake that it accepts. */
  readonly #protocols = new WeakMap<IncomingMessage, string>();
  /** By ID, until they are closed. */
  readonly #connections = new Map<string, SocketConnection>();
  #isClosed = false;

  constructor(options: SocketGatewayOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      autoPong: false,
      maxPayload: MAX_MESSAGE_BYTES,
      handleProtocols: (_, request) => this.#protocols.get(request) ?? false,
    });
  }

  /** A connection that messages can be sent to: not during its `$connect`. */
  find(connectionId: string): SocketConnection | undefined {
    const connection = this.#connections.get(connectionId);
    return connection?.isOpen ? connection : undefined;
  }

  /** True while a connection is closing: its `$disconnect` is still to come. */
  get isBusy(): boolean {
    return [...this.#connections.values()].some(({ isOpen }) => !isOpen);
  }

  async upgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    // What is no handshake at all `ws` refuses by itself, with what is wrong
    if (!isHandshake(request))
      return this.#server.handleUpgrade(request, socket, head, (webSocket) =>
        webSocket.terminate(),
      );
    if ((request.url ?? "").length > MAX_SOCKET_URL) {
      this.#options.output(
        `WebSocket refused with 414: its URL is over ${MAX_SOCKET_URL} characters`,
      );
      return refuseUpgrade(socket, 414);
    }
    const handshake = createHandshake(request, socket);
    const identity = createIdentity(createConnectionId(), handshake);
    const requestId = createConnectionId();
    const answer = await this.#connect(identity, handshake, requestId);
    this.#announce(identity, answer);
    if (answer.accepted) return this.#accept(request, socket, head, identity, answer.protocol);
    const { status, failure } = answer;
    const { connectionId } = identity;
    const text = failure && createErrorText(failure.message, { connectionId, requestId });
    refuseUpgrade(socket, status, text);
  }

  /** Closes all connections. Each client is told, and the function of each. */
  closeConnections(): void {
    for (const connection of this.#connections.values()) connection.close(1001, "Going away");
  }

  /** Ends all connections at once. The function is not told: it is about to end as well. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#connections.values()].map((connection) => connection.end()));
  }

  async #connect(
    identity: ConnectionIdentity,
    handshake: Handshake,
    requestId: string,
  ): Promise<ConnectAnswer> {
    const traceId = createTraceId();
    const occasion = { requestId, time: handshake.time };
    const event = createConnectEvent(identity, handshake, traceId, occasion);
    return createConnectAnswer(await this.#integrate(event, traceId));
  }

  #announce({ connectionId }: ConnectionIdentity, answer: ConnectAnswer): void {
    const { output } = this.#options;
    if (answer.accepted) output(`WebSocket ${connectionId} opened`);
    else {
      const reason = answer.failure === undefined ? "" : `: ${answer.failure.reason}`;
      output(`WebSocket ${connectionId} refused with ${answer.status}${reason}`);
    }
  }

  #accept(
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
    identity: ConnectionIdentity,
    protocol: string | undefined,
  ): void {
    if (protocol !== undefined) this.#protocols.set(request, protocol);
    let isOpen = false;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      isOpen = true;
      this.#open(webSocket, socket, identity);
    });
    // The function counts it as connected, and the client has gone meanwhile
    if (!isOpen) void this.#disconnect(identity, { code: 1006, reason: "" });
  }

  #open(webSocket: WebSocket, socket: Socket, identity: ConnectionIdentity): void {
    const { connectionId } = identity;
    const connection: SocketConnection = new SocketConnection(webSocket, socket, {
      identity,
      limits: this.#options.limits,
      handle: (text) => this.#takeMessage(connection, text),
      closed: (closing) => {
        this.#connections.delete(connectionId);
        void this.#disconnect(identity, closing);
        this.#options.closed();
      },
    });
    this.#connections.set(connectionId, connection);
    if (this.#isClosed) void connection.end();
  }

  async #takeMessage(connection: SocketConnection, text: string): Promise<void> {
    const { identity } = connection;
    const { connectionId } = identity;
    const { output } = this.#options;
    const requestId = createConnectionId();
    output(`WebSocket ${connectionId} sent ${Buffer.byteLength(text)} bytes`);
    const event = createMessageEvent(identity, text, { requestId, time: new Date() });
    const failure = findFailure(await this.#integrate(event));
    if (failure === undefined) return;
    output(`WebSocket ${connectionId} was answered "${failure.message}": ${failure.reason}`);
    connection.sendError(createErrorText(failure.message, { connectionId, requestId }));
  }

  /** Once, whether it succeeds or not. */
  async #disconnect(identity: ConnectionIdentity, closing: Closing): Promise<void> {
    if (this.#isClosed) return;
    const { output } = this.#options;
    const name = `WebSocket ${identity.connectionId}`;
    output(`${name} closed with ${`${closing.code} ${closing.reason}`.trim()}`);
    const occasion = { requestId: createConnectionId(), time: new Date() };
    const failure = findFailure(
      await this.#integrate(createDisconnectEvent(identity, closing, occasion)),
    );
    if (failure !== undefined) output(`${name} has lost its $disconnect: ${failure.reason}`);
  }

  #integrate(event: object, traceId = createTraceId()): Promise<Integrated> {
    const { limits } = this.#options;
    return integrate(event, traceId, limits.socketIntegrationSeconds, this.#options);
  }
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1 */
function isHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === "GET" &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    /^[+/\dA-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "") &&
    /^(8|13)$/.test(headers["sec-websocket-version"] ?? "")
  );
}

function createHandshake({ url = "/", rawHeaders }: IncomingMessage, socket: Socket): Handshake {
  return {
    target: url,
    rawHeaders,
    sourceIp: (socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    port: socket.localPort ?? 0,
    time: new Date(),
  };
}
