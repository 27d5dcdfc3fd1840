import type { BackendEntry, ModuleNamespace } from "../../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import type { RuntimeEnvironment } from "../../runtime/environment.ts";
import type { Connections } from "../../runtime/socket/connections.ts";
import { createLazyConnections } from "../../runtime/socket/load.ts";
import { handleSocket } from "../../runtime/socket/main.ts";
import type { OutgoingMessage } from "../../sdk/context.ts";
import { type ConnectionsApi, startConnectionsApi } from "./connections-api.ts";
import { CREDENTIALS, type DynamoDb, startDynamoDb } from "./dynamodb.ts";
import {
  createConnectEvent,
  createDisconnectEvent,
  createMessageEvent,
  type HandshakeFields,
} from "./socket-event.ts";
import { createSqsEvent } from "./sqs-event.ts";
import { createQueueRuntime, formatLine, type TestRuntime } from "./sqs-runtime.ts";

/** A backend with a socket, and the AWS around it. */
export interface SocketWorld {
  readonly api: ConnectionsApi;
  readonly test: TestRuntime;
  /** Lines as they are printed, errors by their message. */
  readonly log: string[];
  /** Opens a connection, and does the jobs that this leaves. @returns The status. */
  connect(id: string, fields?: HandshakeFields): Promise<number>;
  /** A client sends a text, or an object as JSON. */
  say(id: string, data: unknown): Promise<void>;
  /** A client closes its connection, and API Gateway says so. */
  end(id: string): Promise<void>;
  /** Jobs that wait in the internal queue. */
  jobs(): readonly OutgoingMessage[];
  /** Does the jobs of the internal queue until there are none. */
  drain(): Promise<void>;
  /** What a client has received, parsed. */
  received(id: string): unknown[];
  connections(): Promise<Connections>;
  /** Keys of all items. */
  keys(): Promise<readonly string[]>;
}

export interface SocketWorlds {
  /** @param module The exports of `socket/index.ts`. */
  create(module: ModuleNamespace, options?: WorldOptions): Promise<SocketWorld>;
}

export interface WorldOptions {
  readonly index?: ModuleNamespace;
  readonly middleware?: readonly ModuleNamespace[];
  readonly timeoutSeconds?: number;
}

/** One DynamoDB and one WebSocket API for the tests of the surrounding `describe`. */
export function useSocketWorlds(): SocketWorlds {
  let db: DynamoDb;
  let api: ConnectionsApi;
  before(async () => {
    [db, api] = await Promise.all([startDynamoDb(), startConnectionsApi()]);
  });
  after(() => Promise.all([db.close(), api.close()]));
  return { create: (module, options = {}) => createWorld(module, options, db, api) };
}

async function createWorld(
  module: ModuleNamespace,
  options: WorldOptions,
  db: DynamoDb,
  api: ConnectionsApi,
): Promise<SocketWorld> {
  const table = await db.createTable();
  const { test, log } = createRuntime(module, options, {
    url: "https://api1.execute-api.eu-central-1.amazonaws.com",
    webSocketUrl: "wss://ws1.execute-api.eu-central-1.amazonaws.com/live",
    connectionsUrl: api.url,
    connectionsTable: table,
    dynamodbUrl: db.url,
  });
  const { runtime, sent } = test;
  const print = (...values: unknown[]) => void log.push(formatLine(values));
  let requests = 0;
  const handle = (event: object) =>
    handleSocket({ ...event }, runtime, `request-${++requests}`, { error: print, warn: print });
  const jobs = () => sent[PHYSICAL_NAME] ?? [];
  const drain = async () => {
    for (let batch = jobs(); batch.length > 0; batch = jobs()) {
      delete sent[PHYSICAL_NAME];
      await test.handle(
        createSqsEvent(
          ...batch.map(({ body }, index) => ({
            id: `job-${index + 1}`,
            queue: INTERNAL_QUEUE,
            body,
          })),
        ),
      );
    }
  };
  return {
    api,
    test,
    log,
    async connect(id, fields) {
      api.begin(id);
      const { statusCode } = (await handle(createConnectEvent(id, fields))) as {
        statusCode: number;
      };
      if (statusCode === 200) api.open(id);
      else api.end(id);
      return statusCode;
    },
    async say(id, data) {
      const body = typeof data === "string" ? data : JSON.stringify(data);
      await handle(createMessageEvent(id, body));
    },
    async end(id) {
      api.end(id);
      await handle(createDisconnectEvent(id));
    },
    jobs,
    drain,
    received: (id) => api.received(id).map((text) => JSON.parse(text)),
    connections: () => runtime.socket?.load() ?? Promise.reject(new Error("No socket")),
    keys: () => db.keys(table),
  };
}

const PHYSICAL_NAME = `shop-q-${INTERNAL_QUEUE}`;

type Settings = Pick<
  RuntimeEnvironment,
  "url" | "webSocketUrl" | "connectionsUrl" | "connectionsTable" | "dynamodbUrl"
>;

function createRuntime(module: ModuleNamespace, options: WorldOptions, settings: Settings) {
  const { index = {}, middleware = [], timeoutSeconds = 10 } = options;
  const test = createQueueRuntime({}, { index, schedules: { never: { module: {} } } });
  const socket: BackendEntry["socket"] = {
    file: "socket/index.ts",
    timeoutSeconds,
    load: async () => module,
    middleware: middleware.map((outer) => async () => outer),
    handlers: () => import("../../runtime/socket/main.ts"),
    clients: () => import("../../runtime/socket/clients.ts"),
  };
  const environment = { ...test.runtime.environment, ...settings, credentials: CREDENTIALS };
  const lazy = createLazyConnections(socket, environment, test.runtime.transport);
  Object.assign(test.runtime, {
    environment,
    entry: { ...test.runtime.entry, socket },
    socket: lazy,
    transport: { ...test.runtime.transport, socket: lazy },
  });
  return { test, log: test.log };
}
