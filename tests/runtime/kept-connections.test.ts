import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type LocalServer, openLocalServer } from "../../dev/local-server.ts";
import { createSqsClient } from "../../runtime/queue/sqs-client.ts";
import { openAwsAt, REGION_AND_KEYS } from "../support/aws-clients.ts";

interface Server extends LocalServer {
  /** How many were opened. */
  readonly connections: number;
  /** Answers no request until so many have come. */
  holdBack(requests: number): void;
  /** All further answers. */
  answer(status: number): void;
  /** Ends each connection of now when it is used again, as one that went away unnoticed. */
  forget(): void;
}

type Send = () => Promise<unknown>;
type OpenClient = (endpoint: string, now: () => number) => Promise<Send>;

const CLIENTS: readonly [name: string, open: OpenClient][] = [
  [
    "SQS",
    async (endpoint, now) => {
      const client = createSqsClient({ ...REGION_AND_KEYS, endpoint, now });
      return () => client.call("SendMessageBatch", {});
    },
  ],
  [
    "WebSockets",
    async (endpoint, now) => {
      const { api, PostToConnectionCommand } = await openAwsAt(endpoint, now);
      return () => api.send(new PostToConnectionCommand({ ConnectionId: "a", Data: Buffer.of(1) }));
    },
  ],
  [
    "DynamoDB",
    async (endpoint, now) => {
      const { dynamodb, GetItemCommand } = await openAwsAt(endpoint, now);
      return () => dynamodb.send(new GetItemCommand({ TableName: "t", Key: { pk: { S: "a" } } }));
    },
  ],
];

describe("connections to AWS", () => {
  for (const [name, openClient] of CLIENTS)
    describe(`of the client for ${name}`, () => {
      let server: Server;
      let send: Send;
      let milliseconds: number;
      const sendMany = async (count: number) => {
        server.holdBack(count);
        await Promise.all(Array.from({ length: count }, send));
        server.holdBack(1);
      };
      beforeEach(async () => {
        milliseconds = 0;
        server = await startServer();
        send = await openClient(server.url, () => milliseconds);
      });
      afterEach(() => server.close());

      it("are used again until they have been idle for 50 s, as those of a frozen instance", async () => {
        await sendMany(3);
        milliseconds += 49_999;
        await send();
        assert.equal(server.connections, 3);
        milliseconds += 1;
        await sendMany(3);
        assert.equal(server.connections, 5);
      });

      it("cost one attempt when they are gone, however many", async () => {
        await sendMany(5);
        server.forget();
        await send();
        assert.equal(server.connections, 6);
      });

      it("stay when a request is refused", async () => {
        await sendMany(2);
        server.answer(403);
        await assert.rejects(send());
        server.answer(200);
        await sendMany(2);
        assert.equal(server.connections, 2);
      });
    });
});

async function startServer(): Promise<Server> {
  const all = new Set<Socket>();
  const forgotten = new WeakSet<Socket>();
  let waiting: ServerResponse[] = [];
  let atOnce = 1;
  let status = 200;
  const server = createServer((request, response) => {
    if (forgotten.has(request.socket)) return request.socket.resetAndDestroy();
    request.resume();
    waiting.push(response);
    if (waiting.length < atOnce) return undefined;
    for (const held of waiting) held.writeHead(status).end("{}");
    waiting = [];
    return undefined;
  });
  server.on("connection", (socket: Socket) => all.add(socket));
  return {
    ...(await openLocalServer(server)),
    get connections() {
      return all.size;
    },
    holdBack(requests) {
      atOnce = requests;
    },
    answer(code) {
      status = code;
    },
    forget() {
      for (const socket of all) forgotten.add(socket);
    },
  };
}
