import assert from "node:assert/strict";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { type Caller, FUNCTION, POLLER } from "../../dev/access-keys.ts";
import { createSignature } from "../../dev/gate/signature.ts";
import { sendRequest } from "../behaviour/harness.ts";
import { ACCEPT, type TestGateway, useSocketGateway } from "../support/dev-socket.ts";
import { useSockets } from "../support/socket-client.ts";

const UNKNOWN = "L0SM9cOFvHcCIhw=";

describe("startConnectionsEndpoint", () => {
  const start = useSocketGateway();
  const open = useSockets();
  const clients: ApiGatewayManagementApiClient[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
  });

  function createClient(
    { connectionsUrl, access }: TestGateway,
    caller?: Caller,
  ): ApiGatewayManagementApiClient {
    const client = new ApiGatewayManagementApiClient({
      endpoint: connectionsUrl,
      region: "us-east-1",
      credentials: access.issue(caller),
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
    const started = await start(() => ACCEPT);
    const { url, events, find } = started;
    const { next, closed } = await open(url, { headers: { "User-Agent": "test/1" } });
    const ConnectionId = events[0]?.requestContext.connectionId;
    const client = createClient(started);
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
    const started = await start(async ({ requestContext: { connectionId } }) => {
      const input = { ConnectionId: connectionId, Data: "early" };
      const sent = createClient(started).send(new PostToConnectionCommand(input));
      const error = await getError(sent);
      return { statusCode: 200, headers: { "sec-websocket-protocol": error.join("-") } };
    });
    const { webSocket } = await open(started.url, { protocols: ["GoneException-410"] });
    assert.equal(webSocket.protocol, "GoneException-410");
  });

  it("refuses what AWS refuses, for the client of AWS", async () => {
    const started = await start(() => ACCEPT);
    const { url, gateway, events } = started;
    const { webSocket } = await open(url);
    const connectionId = events[0]?.requestContext.connectionId ?? "";
    const client = createClient(started);
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
    const { connectionsUrl, access } = await start(() => ACCEPT);
    const signed = createSignature(access.issue(), "execute-api");
    const ask = async (path: string, method = "POST", headers = signed) => {
      const answer = await sendRequest(connectionsUrl, path, { method, headers });
      const { status, body } = answer;
      return [status, answer.headers["x-amzn-errortype"], body.toString()];
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
    assert.deepEqual(await ask(path, "POST", { authorization: "Bearer x" }), [
      403,
      "MissingAuthenticationTokenException",
      '{"message":"Missing Authentication Token"}',
    ]);
    assert.deepEqual(await ask(path, "POST", { ...signed, "x-amz-security-token": "x" }), [
      403,
      "UnrecognizedClientException",
      '{"message":"The security token included in the request is invalid."}',
    ]);
  });

  it("lets the function send and close, and nobody do more", async () => {
    const started = await start(() => ACCEPT);
    const input = { ConnectionId: UNKNOWN };
    const ask = async (command: "post" | "get" | "close", caller: Caller) => {
      const client = createClient(started, caller);
      const error = await {
        post: () => client.send(new PostToConnectionCommand({ ...input, Data: Buffer.from("1") })),
        get: () => client.send(new GetConnectionCommand(input)),
        close: () => client.send(new DeleteConnectionCommand(input)),
      }
        [command]()
        .catch((error: Error) => error);
      return [(error as Error).name, (error as Error).message];
    };
    assert.deepEqual((await ask("post", FUNCTION))[0], "GoneException");
    assert.deepEqual((await ask("close", FUNCTION))[0], "GoneException");
    const [role, resource] = [
      "arn:aws:sts::000000000000:assumed-role",
      "arn:aws:execute-api:us-east-1:000000000000:local/live",
    ];
    const why = "because no identity-based policy allows the execute-api:ManageConnections action";
    assert.deepEqual(await ask("get", FUNCTION), [
      "AccessDeniedException",
      `User: ${role}/local-runtime/local is not authorized to perform: execute-api:ManageConnections on resource: ${resource}/GET/@connections/${UNKNOWN} ${why}`,
    ]);
    // Of the same tier, but not the function's code
    assert.deepEqual(await ask("post", POLLER), [
      "AccessDeniedException",
      `User: ${role}/local-runtime/event-source-mapping is not authorized to perform: execute-api:ManageConnections on resource: ${resource}/POST/@connections/${UNKNOWN} ${why}`,
    ]);
  });
});
