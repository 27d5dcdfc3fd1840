import assert from "node:assert/strict";
import { runInvocation } from "../../../sdk/context.ts";
import { DeliveryError, socket } from "../../../sdk/index.ts";
import { type SocketWorld, useSocketWorlds } from "../../support/socket-world.ts";

const HOUR_MS = 3_600_000;

describe("sending to connections", () => {
  const worlds = useSocketWorlds();
  const people = {
    authenticate: ({ query }: { query: { id: string } }) => ({ id: query.id }),
    default: () => socket.channel("room").join(),
  };

  it("reaches all connections of users, from a handler without a connection", async () => {
    const world = await worlds.create(people);
    for (const [id, user] of Object.entries({ a1: "ann", a2: "ann", b1: "bob", c1: "cy" }))
      await world.connect(id, { query: { id: user } });
    await runElsewhere(world, async () => {
      await socket.to(["ann", "bob", "ann", "nobody"]).send({ n: 1 });
      await socket.to("cy").send("text");
      await socket.send({ n: 2 });
      assert.equal(socket.url, "wss://ws1.execute-api.eu-central-1.amazonaws.com/live");
      assert.deepEqual(
        [await socket.isOnline("ann"), await socket.isOnline("nobody")],
        [true, false],
      );
    });
    assert.deepEqual(
      ["a1", "a2", "b1", "c1"].map((id) => world.api.received(id)),
      [['{"n":1}', '{"n":2}'], ['{"n":1}', '{"n":2}'], ['{"n":1}'], ["text"]],
    );
  });

  it("refuses to reply, close, join and leave where there is no connection", async () => {
    const world = await worlds.create(people);
    const errors: unknown[] = [];
    await runElsewhere(world, async () => {
      const { join, leave } = socket.channel("room");
      for (const attempt of [() => socket.reply(1), socket.close, join, leave])
        await attempt().catch(({ problem, message }) => errors.push([problem, message]));
    });
    const why =
      "this is for no connection. Only handlers of socket/index.ts have one; elsewhere send to users or channels";
    assert.deepEqual(errors, [
      ["connection", `Cannot reply: ${why}`],
      ["connection", `Cannot close: ${why}`],
      ["connection", `Cannot join a channel: ${why}`],
      ["connection", `Cannot leave a channel: ${why}`],
    ]);
  });

  it("forgets who is gone, and tells the handlers as if they had disconnected", async () => {
    const calls: string[] = [];
    const world = await worlds.create({
      ...people,
      onDisconnect: ({ connectionId }: { connectionId: string }) => calls.push(connectionId),
      onOffline: ({ user }: { user: { id: string } }) => calls.push(`${user.id} offline`),
    });
    const connectedAt = Date.now() - HOUR_MS;
    for (const id of ["d1", "d2"]) {
      await world.connect(id, { query: { id: "dan" }, connectedAt });
      await world.say(id, {});
      world.api.end(id);
    }
    await runElsewhere(world, () => socket.channel("room").send("anybody?"));
    assert.deepEqual(calls, []);
    await world.drain();
    assert.deepEqual(calls.toSorted(), ["d1", "d2", "dan offline"]);
    assert.deepEqual(await world.keys(), ["user#dan presence"]);
    await runElsewhere(world, () => socket.channel("room").send("anybody?"));
    assert.deepEqual(world.jobs(), []);
  });

  it("forgets a membership that nothing else is known of", async () => {
    const world = await worlds.create(people);
    const { channels, presence } = await world.connections();
    const expires = Math.floor(Date.now() / 1000) + 3_600;
    await channels.add("room", "lost", expires);
    await presence.arrive("eve", "lost", expires);
    await runElsewhere(world, async () => {
      await socket.channel("room").send("x");
      await socket.to("eve").send("x");
    });
    await world.drain();
    assert.deepEqual(await world.keys(), ["user#eve presence"]);
    assert.deepEqual(await presence.list("eve"), []);
  });

  it("keeps a connection that is opening, and one whose 410 comes from a handshake that lasts", async () => {
    const world = await worlds.create(people);
    await world.connect("f1", { query: { id: "fay" } });
    world.api.end("f1");
    world.api.begin("f1");
    await runElsewhere(world, () => socket.to("fay").send({ early: true }));
    const [job] = world.jobs();
    assert.equal(JSON.parse(job?.body ?? "").type, "deliver");
    const keys = await world.keys();
    assert.deepEqual(keys, ["conn#f1 connection", "user#fay presence"]);
    setTimeout(() => world.api.open("f1"), 20);
    await world.drain();
    assert.deepEqual(world.received("f1"), [{ early: true }]);
    assert.deepEqual(await world.keys(), keys);
  });

  it("gives up on a connection that was opening and has ended meanwhile", async () => {
    const world = await worlds.create(people);
    await world.connect("g1", { query: { id: "gus" } });
    world.api.begin("g1");
    await runElsewhere(world, () => socket.to("gus").send(1));
    await world.end("g1");
    await world.drain();
    assert.deepEqual(world.jobs(), []);
    assert.deepEqual(world.test.log, []);
  });

  it("sends to 100 at a time, and leaves those beyond 1,000 to jobs", async function () {
    this.timeout("1m");
    const world = await worlds.create(people);
    const { channels } = await world.connections();
    const ids = Array.from({ length: 1_030 }, (_, index) => `m${index}`);
    const expires = Math.floor(Date.now() / 1000) + 3_600;
    // All at once, some would not get a connection to the table in time on a busy machine
    for (let first = 0; first < ids.length; first += 100)
      await Promise.all(
        ids.slice(first, first + 100).map(async (id) => {
          world.api.open(id);
          await channels.add("crowd", id, expires);
        }),
      );
    await runElsewhere(world, () => socket.channel("crowd").send("all"));
    const count = () => ids.filter((id) => world.api.received(id).length === 1).length;
    assert.equal(count(), 1_000);
    assert.ok(world.api.mostAtOnce() <= 100, `${world.api.mostAtOnce()} at a time`);
    const [job] = world.jobs().map(({ body }) => JSON.parse(body));
    assert.deepEqual(
      [job.kind, job.type, job.members.length, job.text],
      ["socket", "send", 30, "all"],
    );
    await world.drain();
    assert.equal(count(), 1_030);
  });

  it("rejects with what AWS said, once it has been sent to all others", async () => {
    const world = await worlds.create(people);
    for (const id of ["h1", "h2", "h3"]) {
      await world.connect(id, { query: { id: "hal" } });
      await world.say(id, {});
    }
    world.api.fail("h1", 403, "ForbiddenException");
    await runElsewhere(world, async () => {
      await assert.rejects(socket.channel("room").send("x"), (error) => {
        assert.ok(error instanceof DeliveryError);
        assert.equal(error.code, "ForbiddenException");
        assert.equal(
          error.message,
          "Cannot send to 1 of 3 connections: ForbiddenException (ForbiddenException)",
        );
        assert.match(String(error.stack), /send\.test\.ts/);
        return true;
      });
    });
    assert.deepEqual(
      ["h2", "h3"].map((id) => world.api.received(id)),
      [["x"], ["x"]],
    );
  });

  it("tries again in a job only for those for whom AWS has refused it", async () => {
    const world = await worlds.create(people);
    for (const id of ["i1", "i2", "i3"]) {
      await world.connect(id, { query: { id: "ida" } });
      await world.say(id, {});
    }
    const { channels, enqueue } = await world.connections();
    await enqueue({ type: "send", members: await channels.list("room"), text: "x" });
    world.api.fail("i1", 403, "ForbiddenException");
    await world.drain();
    assert.deepEqual(
      ["i2", "i3"].map((id) => world.api.received(id)),
      [["x"], ["x"]],
    );
    assert.deepEqual(
      world.api.requests.filter((request) => request === "POST i1"),
      ["POST i1", "POST i1"],
    );
    const [line] = world.test.log;
    assert.match(
      String(line),
      /^Job job-1 of socket "send" failed .* Cannot send to a connection: ForbiddenException/,
    );
  });

  it("keeps users and channels with strange names apart", async () => {
    const world = await worlds.create({
      authenticate: people.authenticate,
      default: ({ data }: { data: string }) => socket.channel(data).join(),
    });
    const names = ["a", "a#1", "a#", "a#1#2", "ä/%20", "presence"];
    for (const [index, name] of names.entries()) {
      await world.connect(`n${index}`, { query: { id: name } });
      await world.say(`n${index}`, name);
    }
    await runElsewhere(world, async () => {
      for (const name of names) {
        await socket.channel(name).send(`channel ${name}`);
        await socket.to(name).send(`user ${name}`);
      }
    });
    assert.deepEqual(
      names.map((_, index) => world.api.received(`n${index}`)),
      names.map((name) => [`channel ${name}`, `user ${name}`]),
    );
  });
});

/** Runs code as an HTTP handler or a job would, for the user "ann". */
async function runElsewhere<T>({ test }: SocketWorld, code: () => Promise<T>): Promise<T> {
  const { transport, site } = test.runtime;
  const invocation = { requestId: "1", user: { id: "ann" }, hops: 0, pushes: new Set<never>() };
  return await runInvocation({ ...invocation, transport, site }, code);
}
