import assert from "node:assert/strict";
import {
  HttpError,
  type HttpRequest,
  type Job,
  JobError,
  queues,
  reply,
  type SocketMessage,
  socket,
  validate,
} from "queuerun/sdk";
import { invoke } from "queuerun/testing";
import * as v from "valibot";

describe("invoke", () => {
  it("runs an HTTP handler with the given parts of a request", async () => {
    const handler = ({ params, headers, query, cookies, body }: HttpRequest<"/orders/[id]">) => {
      return { id: params.id, language: headers["accept-language"], query, cookies, body };
    };
    const { result, pushes } = await invoke(handler, {
      params: { id: "17" },
      headers: { "Accept-Language": "de" },
      body: { size: 2 },
    });
    assert.deepEqual(result, {
      id: "17",
      language: "de",
      query: {},
      cookies: {},
      body: { size: 2 },
    });
    assert.deepEqual(pushes, []);
  });

  it("runs a handler for a user, whose ID goes with what it pushes", async () => {
    const handler = async ({ user }: HttpRequest) => {
      await queues.get("email").push("hello");
      return user;
    };
    const user = { id: "ann", role: "member" };
    const { result, pushes } = await invoke(handler, { user });
    assert.deepEqual(result, user);
    assert.deepEqual(
      pushes.map((push) => push.user),
      [{ id: "ann" }],
    );
    const job = async (_: unknown, { user }: Job) => user;
    assert.deepEqual((await invoke(job, { payload: 1, user: { id: "bob" } })).result, {
      id: "bob",
    });
    assert.equal((await invoke(job, { payload: 1 })).result, null);
  });

  it("runs a handler that takes nothing", async () => {
    assert.deepEqual(await invoke(() => "pong"), { result: "pong", pushes: [], sends: [] });
  });

  it("returns what was pushed, as the queues' handlers would get it", async () => {
    const bytes = Buffer.from([0, 255]);
    const handler = async () => {
      const email = queues.get("email");
      const jobId = await email.push({ to: "ann" }, { delay: "5m", params: { lang: "de" } });
      await queues.get("billing").push(bytes, { group: "ann", dedupe: "order-17" });
      return reply(null, { status: 202, headers: { "x-job-id": jobId } });
    };
    const { result, pushes } = await invoke(handler);
    assert.equal(result.headers["x-job-id"], "job-1");
    assert.deepEqual(pushes, [
      {
        jobId: "job-1",
        queue: "email",
        payload: { to: "ann" },
        params: { lang: "de" },
        delaySeconds: 300,
      },
      {
        jobId: "job-2",
        queue: "billing.fifo",
        payload: bytes,
        params: {},
        group: "ann",
        dedupe: "order-17",
      },
    ]);
  });

  it("waits for pushes that the handler does not await", async () => {
    const { pushes } = await invoke(() => void queues.get("email").push({ to: "ann" }));
    assert.deepEqual(
      pushes.map(({ payload }) => payload),
      [{ to: "ann" }],
    );
  });

  it("rejects when a push fails that nobody awaited", async () => {
    await assert.rejects(
      invoke(() => void queues.get("email").push(() => {})),
      /^UnawaitedPushError: 1 failed push was not awaited: .+invoke\.test\.ts:\d+:\d+: Cannot push to queue "email": payload is a function, which JSON cannot hold$/,
    );
  });

  it("runs a job handler with a payload and a job", async () => {
    const handler = ({ to }: { to: string }, { receivedCount, queueName, params }: Job) => {
      if (receivedCount > 1) throw new JobError(`Gave up on ${to}`, { retry: false });
      return { queueName, params };
    };
    const { result } = await invoke(handler, { payload: { to: "ann" }, queueName: "email" });
    assert.deepEqual(result, { queueName: "email", params: {} });
    await assert.rejects(invoke(handler, { payload: { to: "ann" }, receivedCount: 2 }), {
      name: "JobError",
      message: "Gave up on ann",
      retry: false,
    });
  });

  it("validates as the runtime does", async () => {
    const handler = validate({ body: v.object({ size: v.number() }) }, ({ body }) => body.size + 1);
    assert.equal((await invoke(handler, { body: { size: 1 } })).result, 2);
    await assert.rejects(invoke(handler, { body: { size: "1" } }), (error: unknown) => {
      assert.ok(error instanceof HttpError);
      assert.equal(error.status, 422);
      return true;
    });
  });

  it("makes a Web Request of the parts, or takes one", async () => {
    const handler = async ({ request }: HttpRequest) =>
      `${request.method} ${request.url} ${await request.text()}`;
    const results = [
      await invoke(handler, {}),
      await invoke(handler, { body: { size: 1 } }),
      await invoke(handler, { request: new Request("http://shop/items", { method: "PUT" }) }),
    ];
    assert.deepEqual(
      results.map(({ result }) => result),
      ["GET http://localhost/ ", 'POST http://localhost/ {"size":1}', "PUT http://shop/items "],
    );
  });

  it("aborts the signal when the handler is done", async () => {
    const { result } = await invoke(({ signal }: HttpRequest) => ({ signal, was: signal.aborted }));
    assert.deepEqual([result.was, result.signal.aborted], [false, true]);
  });

  it("keeps invocations apart that run at the same time", async () => {
    const handler = async ({ body }: HttpRequest) => {
      await new Promise((resolve) => setImmediate(resolve));
      await queues.get("email").push(body);
    };
    const invoked = await Promise.all([1, 2, 3].map((body) => invoke(handler, { body })));
    assert.deepEqual(
      invoked.map(({ pushes }) => pushes.map(({ payload }) => payload)),
      [[1], [2], [3]],
    );
  });

  it("runs a handler of a socket, and records what it sends to whom", async () => {
    const handler = async ({ data, user }: SocketMessage) => {
      const room = socket.channel("room");
      await room.join();
      await socket.reply("got it");
      await socket.send({ copy: data });
      await socket.to(["bob", "cy"]).send({ data });
      room.send([1]);
      return { user, url: socket.url, isOnline: await socket.isOnline("bob") };
    };
    const { result, sends } = await invoke(handler, {
      data: { n: 1 },
      connectionId: "c1",
      user: { id: "ann" },
    });
    assert.deepEqual(result, { user: { id: "ann" }, url: "ws://localhost", isOnline: false });
    assert.deepEqual(sends, [
      { to: "reply", data: "got it" },
      { to: { users: ["ann"] }, data: { copy: { n: 1 } } },
      { to: { users: ["bob", "cy"] }, data: { data: { n: 1 } } },
      { to: { channel: "room" }, data: [1] },
    ]);
  });

  it("takes data to be a message of some connection", async () => {
    const handler = ({ connectionId }: SocketMessage) => socket.reply(connectionId);
    const { sends } = await invoke(handler, { data: "hello" });
    assert.deepEqual(sends, [{ to: "reply", data: "test" }]);
  });

  it("refuses a reply of a handler that has no connection, as the runtime would", async () => {
    await assert.rejects(
      invoke(() => socket.reply("hello")),
      { name: "SocketError", problem: "connection" },
    );
  });
});
