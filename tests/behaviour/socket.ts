import assert from "node:assert/strict";
import { createSqsEvent } from "../support/sqs-event.ts";
import { useHarness } from "./harness.ts";
import { json } from "./http-answer.ts";
import type { SocketClient, SocketHarness } from "./socket-harness.ts";

/** What every adapter must do for clients that open WebSockets. */
export function describeSocketBehaviour(name: string, start: () => Promise<SocketHarness>): void {
  describe(`socket behaviour of ${name}`, function () {
    this.timeout("60s");
    const harness = useHarness(start);
    let people = 0;

    async function open(query: Record<string, string>): Promise<SocketClient> {
      const client = await harness().connect(query);
      assert.notEqual(typeof client, "number", `It was refused with ${client}`);
      return client as SocketClient;
    }

    /** A new person, whose welcome is over. */
    async function enter(): Promise<{ id: string; client: SocketClient }> {
      const id = `p${++people}`;
      const client = await open({ id });
      await take(client, { welcome: { id, name: `User ${id}` } }, { online: id });
      return { id, client };
    }

    it("greets a client right after the handshake, in the order of the greetings", async () => {
      const { client } = await enter();
      await client.close();
    });

    it("takes JSON and text, and sends back what the handler returns", async () => {
      const { id, client } = await enter();
      client.send('{"n":[1]}');
      await take(client, { data: { n: [1] }, user: { id } });
      client.send("{no json");
      await take(client, { data: "{no json", user: { id } });
      await client.close();
    });

    it("refuses whom authenticate refuses", async () => {
      assert.equal(await harness().connect({ id: "bad" }), 403);
    });

    it("lets in who is nobody in particular", async () => {
      const client = await open({});
      await take(client, { welcome: null });
      client.send("1");
      await take(client, { data: 1, user: null });
      await client.close();
    });

    it("tells a channel of a user's first connection and last, and of none between", async () => {
      const watcher = await enter();
      const first = await enter();
      await take(watcher.client, { online: first.id });
      const second = await open({ id: first.id });
      await take(second, { welcome: { id: first.id, name: `User ${first.id}` } });
      await first.client.close();
      second.send('{"room":"still here"}');
      await take(watcher.client, { room: "still here", from: first.id });
      await second.close();
      await take(watcher.client, { offline: first.id });
      await watcher.client.close();
    });

    it("sends to all connections of a user, and knows who is online", async () => {
      const [ann, bob] = [await enter(), await enter()];
      await take(ann.client, { online: bob.id });
      const second = await open({ id: bob.id });
      await take(second, { welcome: { id: bob.id, name: `User ${bob.id}` } });
      ann.client.send(JSON.stringify({ to: bob.id }));
      for (const client of [bob.client, second]) await take(client, { from: ann.id, online: true });
      await Promise.all([ann.client, bob.client, second].map((client) => client.close()));
    });

    it("sends from an HTTP handler and from a job", async () => {
      const { id, client } = await enter();
      const path = `/notify?user=${id}`;
      const headers = { "content-type": "application/json" };
      const answer = await harness().fetch(path, { method: "POST", headers, body: '{"news":1}' });
      assert.deepEqual(json(answer), { online: true, url: "ws" });
      await take(client, { news: 1 });
      const { Records } = createSqsEvent({ id: "j1", body: JSON.stringify({ notify: id }) });
      const eventSourceARN = harness().queueArn("work");
      await harness().invoke({ Records: Records.map((record) => ({ ...record, eventSourceARN })) });
      await take(client, { job: "j1" });
      await client.close();
      const offline = await harness().fetch(path, { method: "POST", headers, body: '{"news":2}' });
      assert.deepEqual(json(offline), { online: false, url: "ws" });
    });

    it("tells the client what failed: the text of an HttpError, and no other", async () => {
      const { client } = await enter();
      client.send('{"fail":"Taken"}');
      await take(client, { error: "Taken" });
      client.send('{"fail":"secret"}');
      await take(client, { error: "Internal Server Error" });
      assert.match(harness().output(), /default of the socket failed .*: Error: secret/);
      client.send('{"hang":true}');
      await take(client, { error: "Gateway Timeout" });
      client.send('{"large":131073}');
      await take(client, { error: "Internal Server Error" });
      assert.match(harness().output(), /SocketError: Cannot send: the message has 131,073 bytes/);
      await client.close();
    });

    it("sends what nobody awaited, and 128 KB in one message", async () => {
      const { client } = await enter();
      client.send('{"unawaited":true}');
      await take(client, { unawaited: true });
      client.send('{"large":131072}');
      assert.equal((await client.next()).length, 131_072);
      await client.close();
    });

    it("leaves a channel, and closes its connection", async () => {
      const [ann, bob] = [await enter(), await enter()];
      await take(ann.client, { online: bob.id });
      bob.client.send('{"leave":true}');
      await take(bob.client, { left: "room" });
      ann.client.send('{"room":"bob?"}');
      await take(ann.client, { room: "bob?", from: ann.id });
      bob.client.send("nothing came");
      await take(bob.client, { data: "nothing came", user: { id: bob.id } });
      bob.client.send('{"close":true}');
      await bob.client.ended;
      await ann.client.close();
    });

    it("lets no client act through a handshake that was refused", async () => {
      const watcher = await enter();
      assert.equal(await harness().connect({ id: "bad" }), 403);
      watcher.client.send('{"to":"bad"}');
      watcher.client.send("end");
      await take(watcher.client, { data: "end", user: { id: watcher.id } });
      const answer = await harness().fetch("/notify?user=bad", { method: "POST", body: "1" });
      assert.deepEqual(json(answer), { online: false, url: "ws" });
      await watcher.client.close();
    });

    // The last: a job is on its way for 10 s, which every close would wait for.
    it("asks the first messages who it is, which no handler sees", async () => {
      const client = await open({ later: "" });
      const id = `p${++people}`;
      client.send(JSON.stringify({ id }));
      await take(client, { welcome: { id, name: `User ${id}` } }, { online: id });
      client.send('{"n":1}');
      await take(client, { data: { n: 1 }, user: { id } });
    });

    it("closes a connection after five messages that did not say who it is", async () => {
      const client = await open({ later: "" });
      for (const guess of [1, 2, 3, 4, 5]) client.send(JSON.stringify({ guess }));
      await take(client, { error: "Unauthorized", code: 4401 });
      await client.ended;
    });
  });
}

async function take(client: SocketClient, ...messages: readonly unknown[]): Promise<void> {
  for (const message of messages) assert.deepEqual(JSON.parse(await client.next()), message);
}
