import assert from "node:assert/strict";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { sendRequest } from "../behaviour/harness.ts";
import { ACCEPT, useSocketGateway } from "../support/dev-socket.ts";
import { useSockets } from "../support/socket-client.ts";

const UNKNOWN = "L0SM9cOFvHcCIhw=";

describe("startConnectionsEndpoint", () => {
  const start = useSocketGateway();
  const open = useSockets();
  const clients: ApiGatewayManagementApiClient[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
  });

  function createClient(endpoint: string): ApiGatewayManagementApiClient {
    const client = new ApiGatewayManagementApiClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "id", secretAccessKey: "secret" },
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  }

  async function getError(sent: Promise<unknown>): Promise<readonly unknown[]> {
    const error = await sent.then(
      () => assert.fail("No error"),
      (thrown) => thrown,
    );
    return [error.name, error.$metadata.httpStatusCode];
  }

  it("sends to a connection, describes it and closes it, for the client of AWS", async () => {
    const { url, connectionsUrl, events, find } = await start(() => ACCEPT);
    const { next, closed } = await open(url, { headers: { "User-Agent": "test/1" } });
    const ConnectionId = events[0]?.requestContext.connectionId;
    const client = createClient(connectionsUrl);
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: "grüße" }));
    assert.equal(await next(), "grüße");
    const info = await client.send(new GetConnectionCommand({ ConnectionId }));
    assert.deepEqual(info.Identity, { SourceIp: "127.0.0.1", UserAgent: "test/1" });
    assert.ok(info.ConnectedAt && info.LastActiveAt && info.LastActiveAt >= info.ConnectedAt);
    await client.send(new DeleteConnectionCommand({ ConnectionId }));
    assert.deepEqual(await closed, { code: 1000, reason: "" });
    await find(/^closed/);
    assert.equal(events.at(-1)?.requestContext.disconnectStatusCode, 1000);
    for (const Command of [GetConnectionCommand, DeleteConnectionCommand])
      assert.deepEqual(await getError(client.send(new Command({ ConnectionId }))), [
        "GoneException",
        410,
      ]);
  });

  it("answers 410 while a connection is being opened", async () => {
    const { url, connectionsUrl } = await start(async ({ requestContext: { connectionId } }) => {
      const input = { ConnectionId: connectionId, Data: "early" };
      const sent = createClient(connectionsUrl).send(new PostToConnectionCommand(input));
      const error = await getError(sent);
      return { statusCode: 200, headers: { "sec-websocket-protocol": error.join("-") } };
    });
    const { webSocket } = await open(url, { protocols: ["GoneException-410"] });
    assert.equal(webSocket.protocol, "GoneException-410");
  });

  it("refuses what AWS refuses, for the client of AWS", async () => {
    const { url, gateway, connectionsUrl, events } = await start(() => ACCEPT);
    const { webSocket } = await open(url);
    const connectionId = events[0]?.requestContext.connectionId ?? "";
    const client = createClient(connectionsUrl);
    const post = (ConnectionId: string, bytes: number) =>
      getError(client.send(new PostToConnectionCommand({ ConnectionId, Data: "a".repeat(bytes) })));
    assert.deepEqual(await post(UNKNOWN, 1), ["GoneException", 410]);
    assert.deepEqual(await post("ann", 1), ["BadRequestException", 400]);
    assert.deepEqual(await post(connectionId, 131_073), ["PayloadTooLargeException", 413]);
    webSocket.pause();
    while (gateway.find(connectionId)?.send("a".repeat(131_072)) === "sent");
    assert.deepEqual(await post(connectionId, 131_072), ["LimitExceededException", 429]);
  });

  it("answers in AWS's words", async () => {
    const { connectionsUrl } = await start(() => ACCEPT);
    const ask = async (path: string, method = "POST", authorization = "AWS4-HMAC-SHA256 x") => {
      const answer = await sendRequest(connectionsUrl, path, {
        method,
        headers: { authorization },
      });
      const { status, headers, body } = answer;
      return [status, headers["x-amzn-errortype"], body.toString()];
    };
    const path = `/live/@connections/${encodeURIComponent(UNKNOWN)}`;
    const forbidden = [403, "ForbiddenException", '{"message":"Forbidden"}'];
    assert.deepEqual(await ask(path), [410, "GoneException", ""]);
    assert.deepEqual(await ask(path.replace("@", "%40"), "GET"), [410, "GoneException", ""]);
    assert.deepEqual(await ask("/live/@connections/a%20b", "DELETE"), [
      400,
      "BadRequestException",
      '{"message":"Invalid connectionId: a b"}',
    ]);
    assert.deepEqual(await ask(path, "PUT"), forbidden);
    assert.deepEqual(await ask(path.replace("live", "dev")), forbidden);
    assert.deepEqual(await ask("/live/@connections/%zz"), forbidden);
    assert.deepEqual(await ask("/"), forbidden);
    assert.deepEqual(await ask(path, "POST", "Bearer x"), [
      403,
      "MissingAuthenticationTokenException",
      '{"message":"Missing Authentication Token"}',
    ]);
  });
});
