import { randomBytes } from "node:crypto";
import { VARIABLES } from "../../manifest/environment.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import { type ConnectionsApi, startConnectionsApi } from "../support/connections-api.ts";
import { startDynamoDb } from "../support/dynamodb.ts";
import {
  createConnectEvent,
  createDisconnectEvent,
  createMessageEvent,
} from "../support/socket-event.ts";
import { type SqsServer, startSqs } from "../support/sqs-server.ts";
import { startHandlerWith } from "./handler-harness.ts";
import type { Harness } from "./harness.ts";
import type { SocketClient, SocketHarness } from "./socket-harness.ts";

/** Calls the package's handler with the events of a WebSocket API, and with those of its internal queue. */
export async function startSocketHandler(): Promise<SocketHarness> {
  const [sqs, db, api] = await Promise.all([startSqs(), startDynamoDb(), startConnectionsApi()]);
  const queueUrl = await sqs.createQueue(`shop-q-${INTERNAL_QUEUE}`);
  const harness = await startHandlerWith(sqs, {
    [VARIABLES.url]: "http://127.0.0.1:8000",
    [VARIABLES.webSocketUrl]: "ws://127.0.0.1:8000",
    [VARIABLES.connectionsUrl]: api.url,
    [VARIABLES.connectionsTable]: await db.createTable(),
    [VARIABLES.dynamodbUrl]: db.url,
  });
  const mapping = runInternalQueue(harness, sqs, queueUrl);
  return {
    ...harness,
    async connect(query, headers = {}) {
      const id = `${randomBytes(11).toString("base64url")}=`;
      api.begin(id);
      const event = createConnectEvent(id, { query, headers });
      const { statusCode } = (await harness.invoke(event)) as { statusCode: number };
      if (statusCode !== 200) return statusCode;
      api.open(id);
      return createClient(id, harness, api);
    },
    async close() {
      mapping.stop();
      await harness.close();
      await Promise.all([db.close(), api.close(), mapping.stopped]);
    },
  };
}

function createClient(id: string, harness: Harness, api: ConnectionsApi): SocketClient {
  let taken = 0;
  const ended = api.until(id, Number.POSITIVE_INFINITY);
  return {
    // It fails only when the harness closes.
    send: (text) => void harness.invoke(createMessageEvent(id, text)).catch(() => undefined),
    async next() {
      const index = taken++;
      await api.until(id, index + 1);
      const text = api.received(id)[index];
      if (text === undefined) throw new Error("The connection has ended");
      return text;
    },
    async close() {
      api.end(id);
      await harness.invoke(createDisconnectEvent(id));
    },
    ended,
  };
}

/** Hands over each message as it comes, as an event source mapping does. */
function runInternalQueue(harness: Harness, sqs: SqsServer, url: string) {
  let isStopped = false;
  const runBatch = async () => {
    const event = await sqs.receiveEvent(url);
    if (event.Records.length === 0) return;
    const result = await harness.invoke(event);
    const { batchItemFailures } = result as { batchItemFailures: { itemIdentifier: string }[] };
    const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    await sqs.deleteDone(url, event, failed);
  };
  const run = async () => {
    try {
      while (!isStopped) await runBatch();
    } catch (error) {
      // It waits for messages, or for the process, when both end.
      if (!isStopped) throw error;
    }
  };
  return {
    stop() {
      isStopped = true;
    },
    stopped: run(),
  };
}
