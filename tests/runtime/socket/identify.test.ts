import assert from "node:assert/strict";
import {
  HttpError,
  type SocketCredentials,
  type SocketMessage,
  socket,
} from "../../../sdk/index.ts";
import { useSocketWorlds } from "../../support/socket-world.ts";

const UNAUTHORIZED = { error: "Unauthorized", code: 4401 };

describe("a connection that says later who it is", () => {
  const worlds = useSocketWorlds();

  it("is let in by a message, which no handler sees; nothing has run before", async () => {
    const calls: unknown[] = [];
    const world = await worlds.create({
      authenticate: ({ data, query, headers, cookies }: SocketCredentials) => {
        calls.push({ data, query, headers, cookies });
        return data === undefined ? undefined : { id: "ann", name: "Ann" };
      },
      onConnect: ({ user }: { user: unknown }) => {
        calls.push(user);
        return socket.reply("welcome");
      },
      onOnline: () => calls.push("online"),
      default: ({ data, user }: SocketMessage) => ({ data, user }),
    });
    await world.connect("a1", { query: { q: "1" }, headers: { Cookie: "c=1", Host: "h" } });
    await world.say("a1", { token: "t" });
    await world.say("a1", "hello");
    const empty = { query: {}, headers: {}, cookies: {} };
    const plain = JSON.parse(JSON.stringify(calls));
    assert.deepEqual(plain, [
      { query: { q: "1" }, headers: { host: "h" }, cookies: { c: "1" } },
      { data: { token: "t" }, ...empty },
      { id: "ann", name: "Ann" },
      "online",
    ]);
    assert.deepEqual(world.api.received("a1"), ["welcome", '{"data":"hello","user":{"id":"ann"}}']);
  });

  it("is closed after five messages that did not say so, with the reason", async () => {
    let asked = 0;
    const world = await worlds.create({
      authenticate: ({ data }: SocketCredentials) => {
        if (data !== undefined) asked++;
        if (data === 3) throw new HttpError(400, "No such token");
      },
      default: () => assert.fail(),
      onDisconnect: () => assert.fail(),
    });
    await world.connect("b1");
    for (const message of [1, 2, 3, 4]) await world.say("b1", message);
    assert.equal(world.api.has("b1"), true);
    await world.say("b1", 5);
    assert.equal(world.api.has("b1"), false);
    assert.deepEqual(world.received("b1"), [{ error: "No such token" }, UNAUTHORIZED]);
    await world.say("b1", 6);
    assert.equal(asked, 5);
    await world.end("b1");
    assert.deepEqual(await world.keys(), []);
  });

  it("asks no more than five, however many messages come at once", async () => {
    let asked = 0;
    const world = await worlds.create({
      authenticate: ({ data }: SocketCredentials) => {
        if (data !== undefined) asked++;
      },
    });
    await world.connect("c1");
    await Promise.all(Array.from({ length: 20 }, () => world.say("c1", "guess")));
    assert.equal(asked, 5);
  });

  it("is let in once, however many messages say who it is", async () => {
    const calls: string[] = [];
    const world = await worlds.create({
      authenticate: ({ data }: SocketCredentials) =>
        data === undefined ? undefined : { id: "ann" },
      onConnect: () => calls.push("connect"),
      onOnline: () => calls.push("online"),
    });
    await world.connect("d1");
    await Promise.all([1, 2, 3].map((message) => world.say("d1", message)));
    assert.deepEqual(calls, ["connect", "online"]);
  });

  it("is closed by a job when its time is up, and left alone if it has said so", async () => {
    const world = await worlds.create({
      authenticate: ({ data }: SocketCredentials) => (data === "me" ? null : undefined),
    });
    await world.connect("e1");
    await world.connect("e2");
    assert.deepEqual(
      world.jobs().map(({ delaySeconds }) => delaySeconds),
      [10, 10],
    );
    await world.say("e2", "me");
    await world.drain();
    assert.deepEqual(world.received("e1"), [UNAUTHORIZED]);
    assert.deepEqual([world.api.has("e1"), world.api.has("e2")], [false, true]);
  });

  it("is closed if onConnect refuses it, and was never online", async () => {
    const world = await worlds.create({
      authenticate: ({ data }: SocketCredentials) =>
        data === undefined ? undefined : { id: "ann" },
      onConnect() {
        throw new HttpError(403, "Not today");
      },
      onOnline: () => assert.fail(),
      onDisconnect: () => assert.fail(),
    });
    await world.connect("f1");
    await world.say("f1", "me");
    assert.deepEqual(world.received("f1"), [{ error: "Not today" }]);
    assert.equal(world.api.has("f1"), false);
    assert.deepEqual(await world.keys(), []);
  });

  it("is closed if onConnect takes too long, and nothing that is done later lets it in", async () => {
    const late = Promise.withResolvers<void>();
    const world = await worlds.create(
      {
        authenticate: ({ data }: SocketCredentials) =>
          data === undefined ? undefined : { id: "ann" },
        onConnect: () => late.promise,
        onOnline: () => assert.fail(),
      },
      { timeoutSeconds: 0.1 },
    );
    await world.connect("g1");
    await world.say("g1", "me");
    late.resolve();
    assert.deepEqual(world.received("g1"), [{ error: "Gateway Timeout" }]);
    assert.equal(world.api.has("g1"), false);
    assert.deepEqual(await world.keys(), []);
  });

  it("stays when a later message of it fails that was also asked who it is", async () => {
    const first = Promise.withResolvers<void>();
    const world = await worlds.create({
      async authenticate({ data }: SocketCredentials) {
        if (data === "me") return { id: "ann" };
        if (data === undefined) return undefined;
        await first.promise;
        throw new Response(null, { status: 401 });
      },
      default: () => "handled",
    });
    await world.connect("h1");
    const wrong = world.say("h1", "wrong");
    await world.say("h1", "me");
    first.resolve();
    await wrong;
    await world.say("h1", "hello");
    assert.deepEqual(world.api.received("h1"), ['{"error":"Unauthorized"}', "handled"]);
  });
});
