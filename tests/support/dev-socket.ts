import { startConnectionsEndpoint } from "../../dev/connections-endpoint.ts";
import { startHttpGateway } from "../../dev/http-gateway.ts";
import type { InvocationResult } from "../../dev/invocation.ts";
import { DEFAULT_LIMITS, type Limits } from "../../dev/limits.ts";
import { SocketGateway } from "../../dev/socket-gateway.ts";
import { createTestAccess, type TestAccess } from "./access.ts";
import { createOutput, type TestOutput } from "./dev-output.ts";

/** What the tests look at in an event of a WebSocket. */
export interface SocketEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>>;
  readonly body?: string;
  readonly requestContext: {
    readonly routeKey: string;
    readonly connectionId: string;
    readonly requestId: string;
    readonly disconnectStatusCode?: number;
    readonly disconnectReason?: string;
  };
}

export interface TestGateway extends TestOutput {
  /** Of the gateways. */
  readonly url: string;
  /** Of the connections' endpoint. */
  readonly connectionsUrl: string;
  readonly access: TestAccess;
  readonly gateway: SocketGateway;
  /** What the function was invoked with. */
  readonly events: SocketEvent[];
}

const SOCKET = { file: "socket/index.ts", middleware: [], timeoutSeconds: 10 };
export const ACCEPT = { statusCode: 200 };

type Start = (
  invoke: (event: SocketEvent) => unknown,
  limits?: Partial<Limits>,
) => Promise<TestGateway>;

/**
 * Starts gateways for the tests of the surrounding `describe`, and closes them after each. The function
 * answers what `invoke` returns: a result, or the end of an invocation.
 */
export function useSocketGateway(): Start {
  const started: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of started.splice(0)) await close();
  });
  return async (invoke, limits = {}) => {
    const output = createOutput();
    const events: SocketEvent[] = [];
    const access = createTestAccess({ socket: SOCKET });
    const integration = {
      limits: { ...DEFAULT_LIMITS, ...limits },
      output: output.write,
      reserved: async () => 1,
      async invoke(payload: string): Promise<InvocationResult> {
        const event = JSON.parse(payload) as SocketEvent;
        events.push(event);
        const value = await invoke(event);
        return isEnd(value) ? value : { status: "success", payload: JSON.stringify(value) };
      },
    };
    const gateway = new SocketGateway({ ...integration, closed: () => output.write("closed") });
    const http = await startHttpGateway({
      ...integration,
      host: "127.0.0.1",
      port: 0,
      control: async () => {},
      upgrade: (...upgrade) => gateway.upgrade(...upgrade),
    });
    const endpoint = await startConnectionsEndpoint((id) => gateway.find(id), access.gate);
    started.push(
      () => gateway.close(),
      () => http.close(),
      () => endpoint.close(),
    );
    return { url: http.url, connectionsUrl: endpoint.url, access, gateway, events, ...output };
  };
}

function isEnd(value: unknown): value is InvocationResult {
  return typeof value === "object" && value !== null && "status" in value;
}
