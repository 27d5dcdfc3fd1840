import assert from "node:assert/strict";
import { once } from "node:events";
import { MAX_MESSAGES_AT_ONCE, MAX_UNREAD_BYTES } from "../../dev/limits.ts";
import { ACCEPT, useSocketGateway } from "../support/dev-socket.ts";
import { useSockets } from "../support/socket-client.ts";

const KB = 1024;
const TOO_BIG = { code: 1009, reason: "Message too big" };

describe("SocketConnection", () => {
  const start = useSocketGateway();
  const open = useSockets();

  it("takes messages of 128 KB in frames of 32 KB", async () => {
    const { url, find, events } = await start(() => ACCEPT);
    const { webSocket } = await open(url);
    const text = "ä".repeat(64 * KB);
    const bytes = Buffer.from(text);
    for (let offset = 0; offset < bytes.length; offset += 32 * KB)
      webSocket.send(bytes.subarray(offset, offset + 32 * KB), {
        binary: false,
        fin: offset + 32 * KB >= bytes.length,
      });
    await find(/sent 131072 bytes/);
    assert.equal(events.at(-1)?.body, text);
  });

  it("closes a connection for a frame over 32 KB, and for a message over 128 KB", async () => {
    const { url, events } = await start(() => ACCEPT);
    const long = await open(url);
    long.webSocket.send("a".repeat(32 * KB + 1));
    long.webSocket.send("never handled");
    assert.deepEqual(await long.closed, TOO_BIG);
    const many = await open(url);
    for (let count = 0; count < 5; count++)
      many.webSocket.send("a".repeat(32 * KB), { fin: count === 4 });
    assert.deepEqual(await many.closed, { code: 1009, reason: "" });
    assert.deepEqual(
      events.filter(({ body }) => body !== undefined),
      [],
    );
  });

  it("closes a connection for a binary frame, and for text that is none", async () => {
    const { url } = await start(() => ACCEPT);
    const binary = await open(url);
    binary.webSocket.send(Buffer.from("abc"));
    const reason = "Binary frames are not supported";
    assert.deepEqual(await binary.closed, { code: 1003, reason });
    const broken = await open(url);
    broken.webSocket.send(Buffer.from([0xff]), { binary: false });
    assert.deepEqual(await broken.closed, { code: 1007, reason: "" });
  });

  it("reads no more messages while many are being handled", async () => {
    let running = 0;
    let most = 0;
    const { url, events, find } = await start(async ({ body }) => {
      if (body === undefined) return ACCEPT;
      most = Math.max(most, ++running);
      await once(AbortSignal.timeout(20), "abort");
      running--;
      return "ok";
    });
    const { webSocket } = await open(url);
    const text = "a".repeat(16 * KB);
    for (let count = 0; count < 500; count++) webSocket.send(text);
    webSocket.close();
    await find(/^closed/);
    assert.equal(events.filter(({ body }) => body === text).length, 500);
    // What had been read with the last of them is handled
    assert.ok(most < MAX_MESSAGES_AT_ONCE + 10, `${most} messages at a time`);
  });

  it("sends no more to a client that does not read, and cuts it off for its own messages", async () => {
    const { url, gateway, events, find } = await start(({ body }) =>
      body === undefined ? ACCEPT : { status: "paused" },
    );
    const { webSocket } = await open(url);
    webSocket.pause();
    const { connectionId = "" } = events[0]?.requestContext ?? {};
    const text = "a".repeat(128 * KB);
    let sent = 0;
    while (gateway.find(connectionId)?.send(text) === "sent") sent++;
    assert.equal(gateway.find(connectionId)?.send(text), "full");
    assert.ok(sent * text.length < MAX_UNREAD_BYTES + 16 * KB * KB, `${sent} messages were taken`);
    // Smaller, until there is no room for the error that the next message is answered with
    while (gateway.find(connectionId)?.send("a".repeat(100)) === "sent");
    webSocket.send("hello");
    await find(/closed with 1006 The client does not read/);
  });
});
