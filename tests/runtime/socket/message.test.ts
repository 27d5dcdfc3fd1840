import assert from "node:assert/strict";
import * as v from "valibot";
import {
  HttpError,
  queues,
  reportError,
  SocketError,
  type SocketMessage,
  socket,
  validate,
} from "../../../sdk/index.ts";
import { useSocketWorlds } from "../../support/socket-world.ts";

describe("a message", () => {
  const worlds = useSocketWorlds();

  it("is JSON, or the text that it is; a returned value is sent back", async () => {
    const world = await worlds.create({ default: ({ data }: SocketMessage) => ({ data }) });
    await world.connect("a1");
    await world.say("a1", '{"n":[1,null]}');
    await world.say("a1", "12");
    await world.say("a1", "{no json");
    await world.say("a1", "");
    assert.deepEqual(world.received("a1"), [
      { data: { n: [1, null] } },
      { data: 12 },
      { data: "{no json" },
      { data: "" },
    ]);
  });

  it("has its connection, its user's ID and a signal that aborts once it is handled", async () => {
    let seen: SocketMessage | undefined;
    const world = await worlds.create({
      authenticate: () => ({ id: "ann", name: "Ann" }),
      default(message: SocketMessage) {
        seen = message;
        assert.equal(message.signal.aborted, false);
      },
    });
    await world.connect("b1");
    await world.say("b1", {});
    assert.deepEqual(
      [seen?.connectionId, seen?.user, seen?.requestId, seen?.signal.aborted],
      ["b1", { id: "ann" }, "request-2", true],
    );
  });

  it("tells the client the text of an HttpError, and of no other error", async () => {
    const errors = [
      new HttpError(404, "No such room", { extensions: { room: 7 } }),
      new HttpError(403),
      new HttpError(503, "database db1 is down"),
      new Error("password is 1234"),
      "a text",
    ];
    const world = await worlds.create({
      default({ data }: SocketMessage) {
        throw errors[data];
      },
    });
    await world.connect("c1");
    for (const index of errors.keys()) await world.say("c1", String(index));
    assert.deepEqual(world.received("c1"), [
      { error: "No such room", room: 7 },
      { error: "Forbidden" },
      { error: "Service Unavailable" },
      { error: "Internal Server Error" },
      { error: "Internal Server Error" },
    ]);
    assert.deepEqual(world.log, [
      "default of the socket failed (request request-4): HttpError: database db1 is down",
      "default of the socket failed (request request-5): Error: password is 1234",
      "default of the socket failed (request request-6): a text",
    ]);
  });

  it("is answered with an error when it takes too long", async () => {
    const world = await worlds.create(
      { default: () => new Promise(() => undefined) },
      { timeoutSeconds: 0.1 },
    );
    await world.connect("d1");
    await world.say("d1", {});
    assert.deepEqual(world.received("d1"), [{ error: "Gateway Timeout" }]);
    assert.deepEqual(world.log, [
      "default of the socket failed (request request-2): Timed out after 0.1 s",
    ]);
  });

  it("goes through the hooks: onRequest outermost first, the others innermost first", async () => {
    const calls: string[] = [];
    const hooks = (name: string) => ({
      onRequest: ({ data }: SocketMessage) => {
        calls.push(`${name} request`);
        return data === name ? `ended by ${name}` : undefined;
      },
      onResponse: () => void calls.push(`${name} response`),
      onError: (error: Error) => {
        calls.push(`${name} error`);
        return name === "outer" ? { recovered: error.message } : undefined;
      },
    });
    const world = await worlds.create(
      {
        ...hooks("own"),
        default({ data }: SocketMessage) {
          if (data === "fail") throw new Error("oh");
          return data;
        },
      },
      { middleware: [hooks("outer")] },
    );
    await world.connect("e1");
    const run = async (data: unknown) => {
      calls.length = 0;
      await world.say("e1", JSON.stringify(data));
      return [...calls, world.api.received("e1").at(-1)];
    };
    const around = ["outer request", "own request", "own response", "outer response"];
    assert.deepEqual(await run("ok"), [...around, "ok"]);
    assert.deepEqual(await run("own"), [...around, "ended by own"]);
    assert.deepEqual(await run("outer"), [
      "outer request",
      "own response",
      "outer response",
      "ended by outer",
    ]);
    assert.deepEqual(await run("fail"), [
      ...["outer request", "own request", "own error", "outer error"],
      ...["own response", "outer response", '{"recovered":"oh"}'],
    ]);
  });

  it("waits for sends that nobody awaited, and fails with those that failed", async () => {
    const world = await worlds.create({
      default({ data }: SocketMessage) {
        socket.reply({ data });
        if (data === "bad") socket.reply(1n);
      },
    });
    await world.connect("f1");
    await world.say("f1", "good");
    await world.say("f1", "bad");
    assert.deepEqual(world.received("f1"), [
      { data: "good" },
      { data: "bad" },
      { error: "Internal Server Error" },
    ]);
    assert.match(
      world.log.join(),
      /UnawaitedPushError: 1 failed send was not awaited: .*message\.test\.ts:\d+:\d+: Cannot send: data is a BigInt \(1n\), which JSON cannot hold$/,
    );
  });

  it("pushes jobs for its user, and reports errors that it goes on after", async () => {
    const reported: unknown[] = [];
    const world = await worlds.create(
      {
        authenticate: () => ({ id: "ann" }),
        async default() {
          reportError(new Error("minor"));
          await queues.get("email").push({});
        },
      },
      { index: { onError: (error: Error, place: object) => reported.push(error.message, place) } },
    );
    await world.connect("g1");
    await world.say("g1", {});
    assert.deepEqual(world.received("g1"), [{ error: "Internal Server Error" }]);
    const place = { kind: "socket", name: "default", requestId: "request-2", user: { id: "ann" } };
    const unknown = 'No queue "email". This backend has no queues';
    assert.deepEqual(reported, ["minor", place, unknown, place]);
  });

  it("closes a connection that it knows nothing of, and is not handled", async () => {
    const world = await worlds.create({ default: () => assert.fail() });
    world.api.open("h1");
    await world.say("h1", {});
    assert.equal(world.api.has("h1"), false);
  });

  it("closes its own connection, and joins and leaves channels", async () => {
    const world = await worlds.create({
      async default({ data }: SocketMessage) {
        const room = socket.channel("room");
        if (data === "close") return await socket.close();
        if (data === "leave") return await room.leave();
        await room.join();
        await room.join();
        await room.send(data);
      },
    });
    await world.connect("i1");
    await world.connect("i2");
    await world.say("i1", '"one"');
    await world.say("i2", '"two"');
    await world.say("i1", "leave");
    await world.say("i2", '"three"');
    await world.say("i2", "close");
    assert.deepEqual(world.api.received("i1"), ["one", "two"]);
    assert.deepEqual(world.api.received("i2"), ["two", "three"]);
    assert.equal(world.api.has("i2"), false);
  });

  it("cannot be answered once its client has gone: that is no error", async () => {
    const world = await worlds.create({
      async default({ connectionId }: SocketMessage) {
        world.api.end(connectionId);
        await socket.reply("late");
        return "later";
      },
    });
    await world.connect("j1");
    await world.say("j1", {});
    assert.deepEqual(world.log, []);
  });

  it("is refused by a typed error before anything is sent: too large, bytes, a bad name", async () => {
    const tries: (() => Promise<void>)[] = [
      () => socket.reply("ä".repeat(65_537)),
      () => socket.reply(Buffer.from("x")),
      () => socket.reply(undefined),
      () => socket.send("x"),
      () => socket.to("").send("x"),
      () => socket.to([`${"u".repeat(1_025)}`]).send("x"),
      () => socket.channel("c".repeat(257)).join(),
      () => socket.channel(null as never).send("x"),
    ];
    const errors: unknown[] = [];
    const world = await worlds.create({
      async default() {
        for (const attempt of tries)
          await attempt().catch((error) => {
            assert.ok(error instanceof SocketError);
            errors.push([error.problem, error.message]);
          });
      },
    });
    await world.connect("k1");
    await world.say("k1", {});
    assert.deepEqual(errors, [
      [
        "size",
        "Cannot send: the message has 131,074 bytes, at most 131,072 bytes. Store the data elsewhere and send its URL",
      ],
      ["data", "Cannot send: data is bytes, and a WebSocket API carries text. Send base64"],
      ["data", "Cannot send: data is undefined. Send null, or an empty object"],
      [
        "user",
        "Cannot send to the user's connections: this is for no user. Name somebody: socket.to(userId).send(data)",
      ],
      ["user", "User ID is empty, must be a text of 1 to 1,024 bytes"],
      ["user", "User ID is a text of 1,025 bytes, must be a text of 1 to 1,024 bytes"],
      ["channel", "Name of channel is a text of 257 bytes, must be a text of 1 to 256 bytes"],
      ["channel", "Name of channel is null, must be a text of 1 to 256 bytes"],
    ]);
    assert.deepEqual(world.received("k1"), []);
  });

  it("reaches no handler if it only keeps the connection open", async () => {
    const seen: unknown[] = [];
    const world = await worlds.create({
      default: ({ data }: SocketMessage) => void seen.push(data),
    });
    await world.connect("m1");
    await world.say("m1", "queuerun.ping");
    await world.say("m1", '"queuerun.ping"');
    // Nor is a connection asked for that is not there
    await world.say("nobody", "queuerun.ping");
    assert.deepEqual([seen, world.received("m1")], [["queuerun.ping"], []]);
  });

  it("is handled only if it fits the schema, as the schema's output; else its client is told why", async () => {
    const seen: unknown[] = [];
    const Move = v.object({ x: v.pipe(v.string(), v.transform(Number)), y: v.number() });
    const world = await worlds.create({
      default: validate({ data: Move }, ({ data, connectionId }) => {
        seen.push(data.x + data.y, connectionId);
      }),
    });
    await world.connect("l1");
    await world.say("l1", { x: "1", y: 2 });
    await world.say("l1", { x: "1" });
    assert.deepEqual(seen, [3, "l1"]);
    const [answer] = world.received("l1") as { error: string; errors: { pointer: string }[] }[];
    assert.equal(answer?.error, "The message does not fit the schema");
    assert.deepEqual(
      answer?.errors.map(({ pointer }) => pointer),
      ["#/data/y"],
    );
    assert.deepEqual(world.log, []);
  });
});
