import assert from "node:assert/strict";
import { PushError, queues, SendError } from "queuerun/sdk";
import { createSqs } from "../../../runtime/queue/sqs.ts";
import { createTransport } from "../../../runtime/queue/transport.ts";
import { type Invocation, runInvocation, type Transport } from "../../../sdk/context.ts";
import { type SqsServer, startSqs } from "../../support/sqs-server.ts";
import { withEnvironment } from "../../support/with-environment.ts";

const load = () => import("../../../runtime/queue/sqs-client.ts");

describe("createTransport, to a local SQS", () => {
  let server: SqsServer;
  let email: string;
  let billing: string;
  before(async () => {
    server = await startSqs();
    email = await server.createQueue("shop-q-email");
    billing = await server.createQueue("shop-q-billing.fifo");
  });
  after(() => server.close());

  /** Runs `run` in an invocation whose pushes go to the server; counts the requests. */
  async function push(run: () => Promise<unknown>, environment = server.environment) {
    const sqs = createSqs(load, environment);
    let requests = 0;
    const counting = {
      sendBatch(...args: Parameters<typeof sqs.sendBatch>) {
        requests++;
        return sqs.sendBatch(...args);
      },
    };
    const names = new Set(["billing.fifo", "email", "gone"]);
    const transport: Transport = createTransport(counting, environment.queueUrlPrefix, names);
    const invocation: Invocation = {
      requestId: "1",
      user: null,
      site: { url: "" },
      hops: 0,
      transport,
      pushes: new Set(),
    };
    return { result: await runInvocation(invocation, run), requests };
  }

  it("sends payload and params, and resolves to the message ID", async () => {
    const { result: jobId } = await push(() =>
      queues.get("email").push({ to: "Ann\u0001\uffff\ud800" }, { params: { lang: "de" } }),
    );
    const [message, ...others] = await server.receive(email);
    assert.deepEqual(others, []);
    assert.equal(message?.MessageId, jobId);
    assert.equal(message?.Body, '{"to":"Ann\\u0001\\uffff\\ud800"}');
    assert.deepEqual(message?.MessageAttributes, {
      queuerun: { DataType: "String", StringValue: '{"params":{"lang":"de"}}' },
    });
  });

  it("sends the pushes of one turn in requests of 10 messages or 1 MiB, and delays them as asked", async () => {
    const before = await server.count(email);
    const { result, requests } = await push(() =>
      Promise.all(Array.from({ length: 25 }, () => queues.get("email").push(1, { delay: "15m" }))),
    );
    assert.equal(new Set(result as string[]).size, 25);
    assert.equal(requests, 3);
    assert.deepEqual(await server.count(email), { ...before, delayed: before.delayed + 25 });
    const half = "x".repeat(600_000);
    const large = await push(() =>
      Promise.all([queues.get("email").push(half), queues.get("email").push(half)]),
    );
    assert.equal(large.requests, 2);
  });

  it("sends a message of exactly 1 MiB, and refuses one byte more before anything is sent", async () => {
    const { requests } = await push(() => queues.get("email").push("x".repeat(1_048_574)));
    assert.equal(requests, 1);
    const refused = await push(() =>
      assert.rejects(queues.get("email").push("x".repeat(1_048_575)), {
        name: "PushError",
        problem: "size",
        message:
          'Cannot push to queue "email": the message has 1,048,577 bytes, at most 1,048,576 bytes. Store the payload elsewhere and push its key',
      }),
    );
    assert.equal(refused.requests, 0);
  });

  it("keeps the order of a FIFO queue over several requests", async () => {
    await push(() =>
      Promise.all(
        Array.from({ length: 25 }, (_, index) =>
          queues.get("billing.fifo").push(index, { group: `customer-${index}` }),
        ),
      ),
    );
    const bodies: string[] = [];
    while (bodies.length < 25)
      for (const { Body = "" } of await server.receive(billing)) bodies.push(Body);
    assert.deepEqual(
      bodies,
      Array.from({ length: 25 }, (_, index) => String(index)),
    );
  });

  it("sends again what SQS has not taken for now, but never behind a later message of its group", async () => {
    const queue = "orders.fifo";
    const sent: string[] = [];
    const passing = { ok: false, code: "InternalError", reason: "Busy", retryable: true } as const;
    const busy = new Set(["a1", "a3", "b1", "b2"]);
    const transport = createTransport(
      {
        sendBatch: async (_, messages) =>
          messages.map(({ body }) => {
            if (busy.delete(body)) return passing;
            sent.push(body);
            return { ok: true, value: `ID of ${body}` };
          }),
      },
      "https://sqs.test/",
      new Set([queue]),
    );
    const pushes = ["a1", "b1", "a2", "b2", "a3", "a4", "c1"].map((body) =>
      transport.send({ queue, body, attributes: {}, messageGroupId: body[0] ?? "" }),
    );
    const results = await Promise.allSettled(pushes);
    const refused = {
      code: "InternalError",
      message:
        'Cannot send to queue "orders.fifo": Busy; not sent again behind a later message of its group, which SQS took (InternalError)',
    };
    assert.deepEqual(
      results.map((result) => {
        if (result.status === "fulfilled") return result.value;
        const { code, message } = result.reason as SendError;
        return { code, message };
      }),
      [refused, "ID of b1", "ID of a2", "ID of b2", refused, "ID of a4", "ID of c1"],
    );
    assert.deepEqual(sent, ["a2", "a4", "c1", "b1", "b2"]);
  });

  it("makes one job of pushes that are to be deduplicated, and two of those that are not", async () => {
    const send = (dedupe?: string | true) => () =>
      queues.get("billing.fifo").push("same", { group: "ann", ...(dedupe ? { dedupe } : {}) });
    const ids: unknown[] = [];
    for (const dedupe of ["order-17", "order-17", true, true, undefined, undefined] as const)
      ids.push((await push(send(dedupe))).result);
    assert.deepEqual(
      ids.map((id) => ids.indexOf(id)),
      [0, 0, 2, 2, 4, 5],
    );
  });

  it("rejects each push of a request that SQS refused with an error of its own, at its own line", async () => {
    const { result } = await push(() =>
      Promise.allSettled([queues.get("gone").push(1), queues.get("gone").push(2)]),
    );
    const [first, second] = (result as PromiseRejectedResult[]).map(({ reason }) => reason);
    assert.ok(first instanceof SendError);
    assert.notEqual(first, second);
    assert.equal(first.code, "QueueDoesNotExist");
    assert.equal(first.queue, "gone");
    assert.match(first.message, /^Cannot send to queue "gone": .+ \(QueueDoesNotExist\)$/);
    assert.match(first.stack ?? "", /^SendError: .+\n.+tests\/runtime\/queue\/transport\.test\.ts/);
  });

  it("looks for credentials nowhere but in the runtime's own", async () => {
    const { credentials: _, ...rest } = server.environment;
    const environment = { ...rest, credentials: undefined };
    await push(async () => {
      const pushing = queues.get("email").push(1);
      await assert.rejects(pushing, {
        message:
          'Cannot send to queue "email": Cannot reach SQS: the runtime has no credentials (Error)',
      });
    }, environment);
  });

  it("does not follow the endpoint, region or profile that the backend set for itself", async () => {
    const own = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:1",
      AWS_REGION: "nowhere-1",
      AWS_PROFILE: "missing",
      AWS_CONFIG_FILE: "/missing",
      AWS_MAX_ATTEMPTS: "none",
      AWS_RETRY_MODE: "never",
      AWS_USE_FIPS_ENDPOINT: "maybe",
    };
    await withEnvironment(own, async () => {
      const { result } = await push(() => queues.get("email").push(1));
      assert.match(String(result), /^[0-9a-f-]{36}$/);
    });
  });

  it("refuses an unknown queue before anything is sent", async () => {
    const { requests } = await push(() =>
      assert.rejects(queues.get("emial").push(1), (error: PushError) => {
        assert.ok(error instanceof PushError);
        assert.equal(
          error.message,
          'No queue "emial". Queues: billing.fifo, email, gone. Did you mean "email"?',
        );
        return true;
      }),
    );
    assert.equal(requests, 0);
  });
});
