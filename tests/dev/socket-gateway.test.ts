import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";
import type { InvocationResult } from "../../dev/invocation.ts";
import { sendRequest } from "../behaviour/harness.ts";
import { ACCEPT, type SocketEvent, useSocketGateway } from "../support/dev-socket.ts";
import { getRefusal, useSockets } from "../support/socket-client.ts";

const FAILED: InvocationResult = {
  status: "error",
  error: { errorType: "TypeError", errorMessage: "secret" },
};

describe("SocketGateway", () => {
  const start = useSocketGateway();
  const open = useSockets();

  /** Lines without the ID of their connection. */
  const hideIds = (lines: readonly string[]) =>
    lines.map((line) => line.replace(/ [\w-]{15}=/, ""));
  const getLast = (events: readonly SocketEvent[]) => {
    const last = events.at(-1);
    assert.ok(last, "The function was not invoked");
    return last.requestContext;
  };

  it("asks the function whether a connection may open, and tells it what it is sent", async () => {
    const { url, events, find } = await start(() => ACCEPT);
    const { webSocket } = await open(`${url}/any/path?a=1&a=%202`, { headers: { Cookie: "b=2" } });
    webSocket.send('{"text":"hello"}');
    await find(/sent/);
    const [connect, message] = events.map(maskIds);
    const context = {
      extendedRequestId: "ID",
      requestTime: "TIME",
      messageDirection: "IN",
      stage: "live",
      connectedAt: 1,
      requestTimeEpoch: 1,
      identity: { sourceIp: "127.0.0.1" },
      requestId: "ID",
      domainName: "127.0.0.1",
      connectionId: "ID",
      apiId: "local",
    };
    const headers = {
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "KEY",
      Cookie: "b=2",
      "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
      Host: "127.0.0.1:PORT",
      "X-Amzn-Trace-Id": "TRACE",
      "X-Forwarded-For": "127.0.0.1",
      "X-Forwarded-Port": "PORT",
      "X-Forwarded-Proto": "http",
    };
    assert.deepEqual(connect, {
      headers,
      multiValueHeaders: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, [value]]),
      ),
      queryStringParameters: { a: " 2" },
      multiValueQueryStringParameters: { a: ["1", " 2"] },
      requestContext: { routeKey: "$connect", eventType: "CONNECT", ...context },
      isBase64Encoded: false,
    });
    assert.deepEqual(message, {
      requestContext: {
        routeKey: "$default",
        eventType: "MESSAGE",
        messageId: "ID",
        ...context,
      },
      body: '{"text":"hello"}',
      isBase64Encoded: false,
    });
    const [first, second] = events.map(({ requestContext }) => requestContext);
    assert.equal(first?.connectionId, second?.connectionId);
    assert.notEqual(first?.requestId, second?.requestId);
    assert.match(first?.connectionId ?? "", /^[\w-]{15}=$/);
  });

  it("refuses a connection with the function's status, and says nothing else", async () => {
    const { url, lines } = await start(() => ({ statusCode: 401, body: "secret" }));
    assert.deepEqual(await getRefusal(url), { status: 401, body: "" });
    assert.deepEqual(hideIds(lines), ["WebSocket refused with 401"]);
  });

  it("refuses a connection when the function does not answer, or not as it should", async () => {
    let answer: unknown = FAILED;
    const { url, events, lines } = await start(() => answer, { socketIntegrationSeconds: 0.1 });
    const refuse = async (given: unknown) => {
      answer = given;
      const { status, body } = await getRefusal(url);
      const { connectionId, requestId } = events.at(-1)?.requestContext ?? {};
      const ids = `"connectionId":"${connectionId}", "requestId":"${requestId}"`;
      return [status, body.replace(ids, "IDS")];
    };
    const internal = '{"message": "Internal server error", IDS}';
    assert.deepEqual(await refuse(FAILED), [502, internal]);
    assert.deepEqual(await refuse({ status: "throttled" }), [500, internal]);
    assert.deepEqual(await refuse({ status: "paused" }), [
      429,
      '{"message": "Too Many Requests", IDS}',
    ]);
    assert.deepEqual(await refuse(new Promise(() => {})), [
      504,
      '{"message": "Endpoint request timed out", IDS}',
    ]);
    assert.deepEqual(await refuse(null), [502, internal]);
    assert.deepEqual(await refuse({ statusCode: [200] }), [502, internal]);
    assert.deepEqual(hideIds(lines), [
      "WebSocket refused with 502: the function ended with TypeError",
      "WebSocket refused with 500: reserved concurrency 1 is in use",
      "WebSocket refused with 429: the backend is paused, reserved concurrency is 0",
      "WebSocket refused with 504: the function has not answered within 0.1 s",
      "WebSocket refused with 502: the function's result has no status code",
      "WebSocket refused with 502: the function's result has no status code",
    ]);
  });

  it("refuses what is no handshake, or too long, without asking the function", async () => {
    const { url, events } = await start(() => ACCEPT);
    assert.equal((await getRefusal(`${url}/${"a".repeat(4_096)}`)).status, 414);
    const headers = { connection: "upgrade", upgrade: "websocket", "sec-websocket-version": "13" };
    assert.equal((await sendRequest(url, "/", { headers })).status, 400);
    assert.equal((await sendRequest(url, "/", { method: "POST", headers })).status, 405);
    assert.deepEqual(events, []);
  });

  it("speaks the protocol that the function has chosen, or none", async () => {
    const { url } = await start(({ headers }) => ({
      statusCode: 200,
      headers: headers["X-Choose"] ? { "sec-websocket-protocol": headers["X-Choose"] } : {},
    }));
    const protocols = ["chat", "json"];
    const { webSocket } = await open(url, { protocols, headers: { "X-Choose": "json" } });
    assert.equal(webSocket.protocol, "json");
    const refused = new WebSocket(url.replace("http", "ws"), protocols);
    const [error] = await once(refused, "error");
    assert.equal(error.message, "Server sent no subprotocol");
  });

  it("tells the client when a message fails, and keeps the connection", async () => {
    const answers: unknown[] = [ACCEPT, FAILED, { status: "paused" }, { statusCode: 500 }, "ok"];
    const { url, events, lines, find } = await start(() => answers.shift());
    const { webSocket, next } = await open(url);
    const fail = async (message: string) => {
      webSocket.send("abc");
      const frame = await next();
      const { connectionId, requestId } = events.at(-1)?.requestContext ?? {};
      assert.equal(
        frame,
        `{"message": "${message}", "connectionId":"${connectionId}", "requestId":"${requestId}"}`,
      );
    };
    await fail("Internal server error");
    await fail("Too Many Requests");
    for (const text of ["d", "e"]) webSocket.send(text);
    webSocket.close();
    await find(/^closed/);
    assert.deepEqual(hideIds(lines), [
      "WebSocket opened",
      "WebSocket sent 3 bytes",
      'WebSocket was answered "Internal server error": the function ended with TypeError',
      "WebSocket sent 3 bytes",
      'WebSocket was answered "Too Many Requests": the backend is paused, reserved concurrency is 0',
      "WebSocket sent 1 bytes",
      "WebSocket sent 1 bytes",
      "WebSocket closed with 1005",
      "closed",
    ]);
  });

  it("tells the function how a connection has ended", async () => {
    const { url, events, lines, find } = await start(() => ACCEPT);
    const end = async (close: (webSocket: WebSocket) => void) => {
      lines.length = 0;
      const { webSocket } = await open(url);
      close(webSocket);
      await find(/^closed/);
      const { routeKey, disconnectStatusCode, disconnectReason } = getLast(events);
      assert.equal(routeKey, "$disconnect");
      return [disconnectStatusCode, disconnectReason];
    };
    assert.deepEqual(await end((webSocket) => webSocket.close(4000, "enough")), [4000, "enough"]);
    assert.deepEqual(await end((webSocket) => webSocket.close()), [
      1005,
      "Client-side close frame status not set",
    ]);
    assert.deepEqual(await end((webSocket) => webSocket.terminate()), [1006, ""]);
  });

  it("tells the function of a client that has gone before it was let in", async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    const { url, events, find } = await start(() => {
      asked.resolve();
      return answer.promise;
    });
    const webSocket = new WebSocket(url.replace("http", "ws"));
    webSocket.on("error", () => {});
    await asked.promise;
    webSocket.terminate();
    answer.resolve(ACCEPT);
    await find(/closed with 1006$/);
    assert.equal(getLast(events).disconnectStatusCode, 1006);
  });

  it("closes a connection that is idle, unless it is pinged, and one that is old", async () => {
    const { url } = await start(() => ACCEPT, { socketIdleSeconds: 0.2, socketLifetimeSeconds: 1 });
    const idle = await open(url);
    const busy = await open(url);
    const startedAt = performance.now();
    const timer = setInterval(() => busy.webSocket.ping("x"), 50);
    const [pong] = await once(busy.webSocket, "pong");
    assert.equal(String(pong), "x");
    assert.deepEqual(await idle.closed, { code: 1001, reason: "Going away" });
    assert.ok(performance.now() - startedAt < 900);
    assert.deepEqual(await busy.closed, { code: 1001, reason: "Going away" });
    assert.ok(performance.now() - startedAt > 900);
    clearInterval(timer);
  });

  it("does not wait for what the clients say when it is closed", async () => {
    const { url, gateway, events } = await start(() => ACCEPT);
    const { closed } = await open(url);
    await gateway.close();
    assert.deepEqual(await closed, { code: 1001, reason: "Going away" });
    assert.equal(events.length, 1);
  });
});

/** What differs from one run to the next, as a word. */
function maskIds(event: object): unknown {
  const text = JSON.stringify(event)
    .replaceAll(/"[\w-]{15}="/g, '"ID"')
    .replaceAll(/"[+/\w]{22}=="/g, '"KEY"')
    .replaceAll(/Root=1-[\da-f-]+/g, "TRACE")
    .replaceAll(/"\d\d\/\w{3}\/\d{4}:[\d:]+ \+0000"/g, '"TIME"')
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/("X-Forwarded-Port":\[?)"\d+"/g, '$1"PORT"')
    .replaceAll(/\d{13}/g, "1");
  return JSON.parse(text);
}
