import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { useSocketWorlds } from "../../support/socket-world.ts";

describe("presence", () => {
  const worlds = useSocketWorlds();

  it("tells of a user's first and last connection, however many come and go at once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 }),
        async (delays) => {
          const calls: string[] = [];
          const world = await worlds.create({
            authenticate: () => ({ id: "ann" }),
            onOnline: () => calls.push("online"),
            onOffline: () => calls.push("offline"),
          });
          const ids = delays.map((_, index) => `c${index}`);
          await Promise.all(
            delays.map((delay, index) => sleep(delay).then(() => world.connect(`c${index}`))),
          );
          assert.deepEqual(calls, ["online"]);
          await Promise.all(ids.map((id, index) => sleep(delays[index]).then(() => world.end(id))));
          assert.deepEqual(calls, ["online", "offline"]);
          assert.equal(await (await world.connections()).isOnline("ann"), false);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("alternates, as far as its own order goes, when connections come and go all the time", async () => {
    const calls: string[] = [];
    const world = await worlds.create({
      authenticate: () => ({ id: "ann" }),
      onOnline: () => calls.push("online"),
      onOffline: () => calls.push("offline"),
    });
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await world.connect(`c${index}`);
        await world.end(`c${index}`);
      }),
    );
    const count = (call: string) => calls.filter((other) => other === call).length;
    assert.equal(count("online"), count("offline"));
    assert.ok(count("online") > 0);
  });

  it("counts a disconnect once, whoever tells of it first", async () => {
    const calls: string[] = [];
    const world = await worlds.create({
      authenticate: () => ({ id: "ann" }),
      onDisconnect: () => calls.push("disconnect"),
      onOffline: () => calls.push("offline"),
    });
    await world.connect("a1");
    await Promise.all([world.end("a1"), world.end("a1")]);
    await world.end("a1");
    assert.deepEqual(calls, ["disconnect", "offline"]);
  });

  it("ignores connections that must have ended, and forgets them", async () => {
    const calls: string[] = [];
    const world = await worlds.create({
      authenticate: () => ({ id: "ann" }),
      onOnline: ({ connectionId }: { connectionId: string }) => calls.push(connectionId),
    });
    const threeHoursAgo = Date.now() - 3 * 3_600_000;
    await world.connect("old", { connectedAt: threeHoursAgo });
    const { isOnline, presence } = await world.connections();
    assert.equal(await isOnline("ann"), false);
    await world.connect("new");
    assert.deepEqual(calls, ["old", "new"]);
    const members = await presence.list("ann");
    assert.deepEqual(
      members.map(({ connectionId }) => connectionId),
      ["new"],
    );
  });

  it("is nothing that an anonymous connection has", async () => {
    const calls: string[] = [];
    const world = await worlds.create({
      onConnect: () => calls.push("connect"),
      onOnline: () => calls.push("online"),
      onOffline: () => calls.push("offline"),
      onDisconnect: ({ user }: { user: unknown }) => calls.push(`disconnect ${user}`),
    });
    await world.connect("a1");
    await world.end("a1");
    assert.deepEqual(calls, ["connect", "disconnect null"]);
    assert.deepEqual(await world.keys(), []);
  });
});
