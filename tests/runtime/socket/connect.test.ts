import assert from "node:assert/strict";
import { handleSocket } from "../../../runtime/socket/main.ts";
import { HttpError, type SocketConnect, socket } from "../../../sdk/index.ts";
import { createConnectEvent } from "../../support/socket-event.ts";
import { useSocketWorlds } from "../../support/socket-world.ts";

describe("opening a connection", () => {
  const worlds = useSocketWorlds();

  it("hands the handshake to authenticate and onConnect, the user to onConnect", async () => {
    const seen: unknown[] = [];
    const world = await worlds.create({
      authenticate: ({ query, headers, cookies, data }: never) => {
        seen.push({ query, token: headers["x-token"], cookies, data });
        return { id: "ann", name: "Ann" };
      },
      onConnect: ({ user, query, cookies, connectionId, requestId }: SocketConnect) => {
        seen.push({ user, query, cookies, connectionId, requestId });
      },
    });
    const status = await world.connect("a1", {
      headers: { "X-Token": "t", Cookie: "seen=1; who=ann" },
      query: { room: "1" },
    });
    assert.equal(status, 200);
    const common = { query: { room: "1" }, cookies: { seen: "1", who: "ann" } };
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
    assert.deepEqual(seen.map(plain), [
      { ...common, token: "t" },
      {
        ...common,
        user: { id: "ann", name: "Ann" },
        connectionId: "a1",
        requestId: "request-1",
      },
    ]);
  });

  it("brings what onConnect and onOnline send right after, in order", async () => {
    const world = await worlds.create({
      authenticate: () => ({ id: "ann" }),
      async onConnect() {
        await socket.reply({ n: 1 });
        await socket.channel("room").join();
        await socket.send({ n: 2 });
        await socket.channel("room").send({ n: 3 });
      },
      onOnline: () => socket.to("ann").send({ n: 4 }),
    });
    assert.equal(await world.connect("b1"), 200);
    assert.deepEqual(world.received("b1"), []);
    await world.drain();
    assert.deepEqual(world.received("b1"), [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
  });

  it("keeps a connection that is opening when somebody cannot send to it yet", async () => {
    const world = await worlds.create({
      authenticate: ({ query }: never) => query,
      onConnect: async () => {
        await socket.channel("room").join();
        await world.say("c1", "hello");
      },
      default: ({ user }: { user: object | null }) => socket.channel("room").send({ user }),
    });
    await world.connect("c1", { query: { id: "ann" } });
    await world.drain();
    world.api.begin("c2");
    await world.connect("c2", { query: { id: "bob" } });
    const opening = world.jobs().map(({ body, delaySeconds }) => ({
      type: JSON.parse(body).type,
      delaySeconds,
    }));
    assert.deepEqual(opening, [{ type: "deliver", delaySeconds: 1 }]);
    await world.drain();
    assert.deepEqual(world.received("c2"), [{ user: { id: "ann" } }]);
    assert.equal(await socketIsOnline(world, "bob"), true);
  });

  it("refuses with the status of what authenticate throws, and leaves no trace", async () => {
    const world = await worlds.create({
      authenticate: ({ query: { status } }: never) => {
        if (status === "response") throw new Response(null, { status: 402 });
        if (status === "error") throw new Error("secret");
        if (status === "revoked") throw revoked();
        throw new HttpError(Number(status));
      },
    });
    const statuses = [];
    for (const status of ["401", "response", "error", "revoked"])
      statuses.push(await world.connect("d1", { query: { status } }));
    assert.deepEqual(statuses, [401, 402, 500, 500]);
    assert.deepEqual(world.log, [
      "authenticate of the socket failed (request request-3): Error: secret",
      "authenticate of the socket failed (request request-4): Error: What was thrown cannot be printed: it throws when it is looked at",
    ]);
    assert.deepEqual(await world.keys(), []);
  });

  it("refuses what onConnect throws, and the user was never online", async () => {
    const calls: string[] = [];
    const world = await worlds.create({
      authenticate: () => ({ id: "ann" }),
      onConnect: async () => {
        await socket.channel("room").join();
        throw new HttpError(403);
      },
      onOnline: () => calls.push("online"),
      onOffline: () => calls.push("offline"),
      onDisconnect: () => calls.push("disconnect"),
    });
    assert.equal(await world.connect("e1"), 403);
    assert.deepEqual(calls, []);
    assert.deepEqual(await world.keys(), []);
  });

  it("answers 504 for a handler that takes too long, and what it does later has no effect", async () => {
    const late = Promise.withResolvers<void>();
    const world = await worlds.create(
      { authenticate: () => ({ id: "ann" }), onConnect: () => late.promise },
      { timeoutSeconds: 0.1 },
    );
    assert.equal(await world.connect("f1"), 504);
    late.resolve();
    assert.equal(await socketIsOnline(world, "ann"), false);
    assert.deepEqual(world.log, [
      "onConnect of the socket failed (request request-1): Timed out after 0.1 s",
    ]);
    assert.deepEqual(await world.keys(), []);
  });

  it("answers 500 for a user whose ID no table takes, and leaves no trace", async () => {
    const world = await worlds.create({ authenticate: () => ({ id: "a".repeat(2_048) }) });
    assert.equal(await world.connect("g0"), 500);
    const reason = /^authenticate of the socket failed \(request request-1\): .*2048 bytes/;
    for (const line of world.log) assert.match(line, reason);
    assert.deepEqual(await world.keys(), []);
  });

  it("lets a user in whose onOnline fails, and says so", async () => {
    const reported: unknown[] = [];
    const world = await worlds.create(
      {
        authenticate: () => ({ id: "ann", email: "ann@shop.example" }),
        onOnline() {
          throw new Error("no greeting");
        },
      },
      { index: { onError: (error: Error, place: object) => reported.push(error.message, place) } },
    );
    assert.equal(await world.connect("g1"), 200);
    const place = { kind: "socket", name: "onOnline", requestId: "request-1", user: { id: "ann" } };
    assert.deepEqual(reported, ["no greeting", place]);
  });

  it("fails closed on an authenticate that is not set, and on a user without an ID", async () => {
    for (const authenticate of [undefined, () => ({ name: "Ann" }), () => true]) {
      const world = await worlds.create({ authenticate, onConnect: () => assert.fail() });
      assert.equal(await world.connect("h1"), 500);
    }
  });

  it("lets everybody in where authenticate is null, also if middleware has one", async () => {
    const users: unknown[] = [];
    const onConnect = ({ user }: SocketConnect) => users.push(user);
    const middleware = [{ authenticate: () => ({ id: "ann" }) }];
    const outer = await worlds.create({ onConnect }, { middleware });
    await outer.connect("i1");
    const open = await worlds.create({ onConnect, authenticate: null }, { middleware });
    await open.connect("i2");
    assert.deepEqual(users, [{ id: "ann" }, null]);
  });

  it("accepts the first protocol that the client names, and repeats nothing that is no name", async () => {
    const world = await worlds.create({ default: () => undefined });
    const names = ["chat, other", "a\0b", "a\r\nset-cookie: b=c", ""];
    const answers = names.map((name, index) => {
      const headers = { "Sec-WebSocket-Protocol": name };
      const event = createConnectEvent(`p${index}`, { headers });
      return handleSocket({ ...event }, world.test.runtime, "request-1");
    });
    assert.deepEqual(await Promise.all(answers), [
      { statusCode: 200, headers: { "Sec-WebSocket-Protocol": "chat" } },
      ...[{ statusCode: 200 }, { statusCode: 200 }, { statusCode: 200 }],
    ]);
  });
});

async function socketIsOnline(
  world: Awaited<ReturnType<ReturnType<typeof useSocketWorlds>["create"]>>,
  userId: string,
): Promise<boolean> {
  return await (await world.connections()).isOnline(userId);
}

/** A proxy that throws whatever is asked of it. */
function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
