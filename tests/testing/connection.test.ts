import assert from "node:assert/strict";
import { openConnection } from "../../testing/connection.ts";
import { ACCEPT, useSocketGateway } from "../support/dev-socket.ts";

describe("openConnection", () => {
  const start = useSocketGateway();

  it("opens a WebSocket with headers, query and protocols", async () => {
    const { url, events } = await start(() => ({
      statusCode: 200,
      headers: { "Sec-WebSocket-Protocol": "json" },
    }));
    await using connection = await openConnection(url.replace("http", "ws"), {
      headers: { Cookie: "a=1" },
      query: { room: "a b", tag: ["x", "y"] },
      protocols: ["chat", "json"],
    });
    assert.equal(connection.protocol, "json");
    assert.equal(events[0]?.headers.Cookie, "a=1");
    assert.deepEqual(events[0]?.multiValueQueryStringParameters, {
      room: ["a b"],
      tag: ["x", "y"],
    });
  });

  it("says with which status it was refused", async () => {
    const { url } = await start(() => ({ statusCode: 403 }));
    await assert.rejects(openConnection(url.replace("http", "ws"), {}), {
      name: "HandshakeError",
      message: "The WebSocket was refused with 403",
      status: 403,
    });
  });

  it("sends text, JSON and bytes, and is answered with what they are", async () => {
    const { url, gateway, events } = await start(({ requestContext: { connectionId }, body }) => {
      if (body !== undefined) gateway.find(connectionId)?.send(body);
      return ACCEPT;
    });
    const connection = await openConnection(url.replace("http", "ws"), {});
    await connection.send("text");
    await connection.send({ a: [1, null] });
    await connection.send(undefined);
    assert.deepEqual(
      events.map(({ body }) => body),
      [undefined, "text", '{"a":[1,null]}', "null"],
    );
    assert.equal(await connection.next(), "text");
    assert.deepEqual(await connection.next(), { a: [1, null] });
    assert.equal(await connection.next(), null);
    await connection.send(Buffer.from("bytes"));
    const reason = "Binary frames are not supported";
    assert.deepEqual(await connection.closed, { code: 1003, reason });
  });

  it("does not wait for messages that do not come", async () => {
    const { url } = await start(() => ACCEPT);
    const connection = await openConnection(url.replace("http", "ws"), {});
    await assert.rejects(connection.next(0.05), { message: "There is no message within 0.05 s" });
    const next = assert.rejects(connection.next(), {
      message: "There is no message: the WebSocket was closed with 3000 enough",
    });
    assert.deepEqual(await connection.close(3000, "enough"), { code: 3000, reason: "enough" });
    await next;
    await assert.rejects(connection.send("late"), {
      message: "Cannot send: the WebSocket was closed with 3000 enough",
    });
  });
});
