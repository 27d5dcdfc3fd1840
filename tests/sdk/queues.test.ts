import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type AnyQueue, PushError, queues } from "queuerun/sdk";
import { createInvocation } from "../support/invocation.ts";

const NAMES = ["email", "billing.fifo"];

/** As backend code without generated types sees them. */
const { email, billing, emial, bil } = queues as unknown as Record<string, AnyQueue> & {
  readonly [Name in "email" | "billing" | "emial" | "bil"]: AnyQueue;
};

async function refuses(push: () => Promise<unknown>, problem: string, message: string) {
  const { run, sent } = createInvocation(NAMES);
  await assert.rejects(run(push), { name: "PushError", problem, message });
  assert.deepEqual(sent, []);
}

describe("queues", () => {
  it("finds a queue by property, and by name", async () => {
    const { run, sent } = createInvocation(NAMES);
    await run(async () => {
      await email.push(1);
      await billing.push(2, { group: "ann" });
      await queues.get("email").push(3);
      await queues.get("billing.fifo").push(4, { group: "ann" });
    });
    assert.deepEqual(
      sent.map(({ queue, body }) => `${queue} ${body}`),
      ["email 1", "billing.fifo 2", "email 3", "billing.fifo 4"],
    );
  });

  it("finds the queue of the file itself, by the name that the build writes or by the file", async () => {
    const { run, sent } = createInvocation(NAMES);
    const meta = (url: string) => ({ url }) as ImportMeta;
    await run(async () => {
      await queues.self("email" as unknown as ImportMeta).push(1);
      await queues.self(meta("file:///shop/queues/email.ts")).push(2);
      await queues.self(meta("file:///shop/queues/billing.fifo.mjs")).push(3, { group: "ann" });
    });
    assert.deepEqual(
      sent.map(({ queue, body }) => `${queue} ${body}`),
      ["email 1", "email 2", "billing.fifo 3"],
    );
    assert.throws(() => queues.self(meta("file:///shop/api/orders.ts")), {
      name: "PushError",
      message:
        'Cannot find the queue of "file:///shop/api/orders.ts": call queues.self(import.meta) in a file of queues/',
    });
  });

  it("takes any name where none are known, and a group makes it a FIFO queue", async () => {
    const { run, sent } = createInvocation(null);
    await run(async () => {
      await emial.push(1);
      await billing.push(2, { group: "ann" });
      await queues.get("billing.fifo").push(3, { group: "ann" });
    });
    assert.deepEqual(
      sent.map(({ queue }) => queue),
      ["emial", "billing.fifo", "billing.fifo"],
    );
  });

  it("refuses an unknown queue, and names the one that was probably meant", async () => {
    const list = "Queues: billing.fifo, email";
    await refuses(() => emial.push(1), "queue", `No queue "emial". ${list}. Did you mean "email"?`);
    await refuses(() => bil.push(1), "queue", `No queue "bil". ${list}`);
    const get = (name: string) => () => queues.get(name).push(1);
    await refuses(get("biling"), "queue", `No queue "biling". ${list}. Did you mean "billing"?`);
    await refuses(
      get("billing.fif"),
      "queue",
      `No queue "billing.fif". ${list}. Did you mean "billing.fifo"?`,
    );
    await refuses(get("__proto__"), "queue", `No queue "__proto__". ${list}`);
    await assert.rejects(
      createInvocation([]).run(() => email.push(1)),
      { message: 'No queue "email". This backend has no queues' },
    );
  });

  it("is an ordinary object to await, print and serialise", async () => {
    assert.equal(await (queues as unknown), queues);
    assert.equal(String(queues), "queues");
    assert.equal(JSON.stringify({ queues }), '{"queues":{}}');
    assert.match(inspect(queues), /get/);
  });
});

describe("push", () => {
  it("sends delay and params", async () => {
    const { run, sent } = createInvocation(NAMES, { hops: 2 });
    const jobId = await run(() => email.push({ to: "ann" }, { delay: "5m", params: { a: "b" } }));
    assert.equal(jobId, "job-1");
    assert.deepEqual(sent, [
      {
        queue: "email",
        body: '{"to":"ann"}',
        attributes: { queuerun: '{"params":{"a":"b"},"hops":3}' },
        delaySeconds: 300,
      },
    ]);
  });

  it("sends the ID of the user, and no more of it", async () => {
    const user = { id: "ann", email: "ann@example.com" };
    const { run, sent } = createInvocation(NAMES, { user });
    await run(() => email.push(1));
    assert.deepEqual(
      sent.map(({ attributes }) => attributes),
      [{ queuerun: '{"user":"ann"}' }],
    );
  });

  it("always sends a deduplication ID to a FIFO queue: given, of the content, or random", async () => {
    const { run, sent } = createInvocation(NAMES);
    await run(async () => {
      await billing.push(1, { group: "ann", dedupe: "order-17" });
      await billing.push(1, { group: "ann", dedupe: true });
      await billing.push(1, { group: "ann", dedupe: true });
      await billing.push(1, { group: "bob", dedupe: true });
      await billing.push(2, { group: "ann", dedupe: true });
      await billing.push(1, { group: "ann", dedupe: true, params: { a: "b" } });
      await billing.push(1, { group: "ann" });
      await billing.push(1, { group: "ann", dedupe: false });
    });
    const ids = sent.map(({ messageDeduplicationId = "" }) => messageDeduplicationId);
    assert.deepEqual(
      sent.map(({ messageGroupId }) => messageGroupId),
      ["ann", "ann", "ann", "bob", "ann", "ann", "ann", "ann"],
    );
    assert.equal(ids[0], "order-17");
    assert.match(ids[1] ?? "", /^[0-9a-f]{64}$/);
    assert.match(ids[6] ?? "", /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      ids.map((id) => ids.indexOf(id)),
      [0, 1, 1, 3, 4, 5, 6, 7],
    );
  });

  it("refuses options that do not fit the queue", async () => {
    const cannot = (queue: string, reason: string) => `Cannot push to queue "${queue}": ${reason}`;
    const fifo = (reason: string) => cannot("billing.fifo", reason);
    const make = "name the file of this queue NAME.fifo.ts to make it one";
    await refuses(
      () => billing.push(1),
      "group",
      fifo('a FIFO queue needs a message group: push(…, { group: "…" })'),
    );
    await refuses(
      () => billing.push(1, { group: "ann", delay: 5 } as object),
      "delay",
      fifo('a FIFO queue takes no "delay" for one message. Write "delay" in its config, for all'),
    );
    await refuses(
      () => email.push(1, { group: "ann" }),
      "group",
      cannot("email", `only a FIFO queue takes "group": ${make}`),
    );
    await refuses(
      () => email.push(1, { dedupe: true } as object),
      "dedupe",
      cannot("email", `only a FIFO queue takes "dedupe": ${make}`),
    );
  });

  it("refuses a delay beyond 15 minutes, or that is no duration", async () => {
    const allowed =
      'must be whole seconds from 0 to 900: a number of seconds, or "90s", "15m", "12h", "7d"';
    for (const delay of [901, -1, 1.5, "16m", "soon", Number.NaN])
      await refuses(
        () => email.push(1, { delay }),
        "delay",
        `Cannot push to queue "email": "delay" is ${JSON.stringify(delay)}, ${allowed}`,
      );
  });

  it("refuses a group and a deduplication ID that SQS does not take", async () => {
    const allowed = "must be 1 to 128 letters, digits and ASCII punctuation characters";
    const cannot = 'Cannot push to queue "billing.fifo":';
    for (const text of ["", "a b", "é", "a\n", "x".repeat(129)]) {
      const value = JSON.stringify(text);
      await refuses(
        () => billing.push(1, { group: text }),
        "group",
        `${cannot} "group" is ${value}, ${allowed}`,
      );
      await refuses(
        () => billing.push(1, { group: "ann", dedupe: text }),
        "dedupe",
        `${cannot} "dedupe" is ${value}, ${allowed}`,
      );
    }
    const { run, sent } = createInvocation(NAMES);
    const longest = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ09".padEnd(128, "x");
    await run(() => billing.push(1, { group: longest, dedupe: longest }));
    assert.equal(sent[0]?.messageGroupId, longest);
  });

  it("refuses params that are no strings", async () => {
    const push = (params: unknown) => () => email.push(1, { params } as object);
    const cannot = 'Cannot push to queue "email":';
    await refuses(
      push({ id: 17 }),
      "params",
      `${cannot} "params.id" is a number, must be a string`,
    );
    await refuses(push("id"), "params", `${cannot} "params" is id, must be an object`);
  });

  it("counts the attribute as part of the message's size", async () => {
    const params = { text: "x".repeat(100) };
    // Body in quotes; name, type and value of the attribute.
    const attribute = "queuerunString".length + JSON.stringify({ params }).length;
    const most = "é".repeat((1_048_576 - 2 - attribute) / 2);
    const { run, sent } = createInvocation(NAMES);
    await run(() => email.push(most, { params }));
    assert.equal(sent.length, 1);
    await refuses(
      () => email.push(`${most}x`, { params }),
      "size",
      'Cannot push to queue "email": the message has 1,048,577 bytes, at most 1,048,576 bytes. Store the payload elsewhere and push its key',
    );
  });

  it("refuses the hop after the last", async () => {
    const { run } = createInvocation(NAMES, { hops: 999 });
    assert.equal(await run(() => email.push(1)), "job-1");
    await assert.rejects(
      createInvocation(NAMES, { hops: 1_000 }).run(() => email.push(1)),
      {
        problem: "hops",
        message:
          'Cannot push to queue "email": the chain of jobs that push jobs has 1,000 hops, at most 1,000. Set "maxHops" in the config of index.ts if it is meant to go on',
      },
    );
  });

  it("refuses to push where no invocation is running", async () => {
    await assert.rejects(email.push(1), (error) => {
      assert.ok(error instanceof PushError);
      assert.equal(
        error.message,
        'Cannot push to queue "email": no invocation is running. Push from a handler, middleware or warmup(); in a test, use queuerun/testing',
      );
      return true;
    });
  });
});
