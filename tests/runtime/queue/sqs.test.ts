import assert from "node:assert/strict";
import type { Message } from "@aws-sdk/client-sqs";
import { type Job, JobError, queues } from "queuerun/sdk";
import { createSqs } from "../../../runtime/queue/sqs.ts";
import { type Invocation, runInvocation } from "../../../sdk/context.ts";
import { startFaultySqs } from "../../../soak/sender/faulty-sqs.ts";
import { createQueueRuntime, type TestQueue } from "../../support/sqs-runtime.ts";
import { type SqsServer, startSqs } from "../../support/sqs-server.ts";

const load = () => import("../../../runtime/queue/sqs-client.ts");

describe("Jobs of a local SQS", () => {
  let server: SqsServer;
  before(async () => {
    server = await startSqs();
  });
  after(() => server.close());

  /** Creates the queue and its dead-letter queue, whose messages are invisible for an hour. */
  async function start(name: string, queue: TestQueue) {
    const deadLetters = await server.createQueue(`shop-d-${name}`);
    const url = await server.createQueue(`shop-q-${name}`, {
      VisibilityTimeout: "3600",
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:eu-central-1:000000000000:shop-d-${name}`,
        maxReceiveCount: queue.maxReceives ?? 5,
      }),
    });
    const { environment } = server;
    const sqs = createSqs(load, environment);
    const { runtime, handle } = createQueueRuntime({ [name]: queue }, { sqs, environment });
    const invocation: Invocation = {
      requestId: "1",
      user: null,
      site: { url: "" },
      hops: 0,
      transport: runtime.transport,
      pushes: new Set(),
    };
    return {
      url,
      deadLetters,
      push: <T>(run: () => Promise<T>) => runInvocation(invocation, run),
      /** One turn of an event source mapping. */
      async poll() {
        const event = await server.receiveEvent(url);
        await server.deleteDone(url, event, await handle(event));
      },
    };
  }

  it("moves a poison job to the dead-letter queue after its receives, while its neighbours succeed", async () => {
    const seen: unknown[] = [];
    const handler = (payload: unknown, { jobId, receivedCount }: Job) => {
      seen.push([payload, jobId, receivedCount]);
      if (payload === "poison") throw new Error("No");
    };
    const module = { default: handler, config: { retryDelay: 1 } };
    const { url, deadLetters, push, poll } = await start("email", { module, maxReceives: 3 });
    const [first, poison] = await push(() =>
      Promise.all([queues.get("email").push("ok"), queues.get("email").push("poison")]),
    );
    for (let receive = 1; receive <= 3; receive++) await poll();
    const receiving = server.receiveEvent(url);
    const [letter] = await server.receive(deadLetters);
    assert.deepEqual(seen, [
      ["ok", first, 1],
      ["poison", poison, 1],
      ["poison", poison, 2],
      ["poison", poison, 3],
    ]);
    assert.equal(letter?.Body, '"poison"');
    await push(() => queues.get("email").push("last"));
    assert.equal((await receiving).Records.length, 1);
  });

  it("gives a FIFO job that is not to be retried to the dead-letter queue at once, in its group", async () => {
    const handler = () => {
      throw new JobError("No such customer", { retry: false });
    };
    const module = { default: handler };
    const { url, deadLetters, push, poll } = await start("billing.fifo", { module });
    const options = { group: "ann", params: { lang: "de" } };
    const jobId = await push(() => queues.get("billing.fifo").push({ orderId: 17 }, options));
    await poll();
    assert.deepEqual(await server.count(url), { visible: 0, inFlight: 0, delayed: 0 });
    const [letter] = await server.receive(deadLetters);
    assert.deepEqual(describeMessage(letter), {
      body: '{"orderId":17}',
      group: "ann",
      attributes: {
        queuerun: '{"params":{"lang":"de"}}',
        "queuerun-dead-letter": `{"reason":"No such customer","jobId":"${jobId}","receivedCount":1}`,
      },
    });
  });
});

function describeMessage(message: Message | undefined) {
  const attributes = Object.entries(message?.MessageAttributes ?? {});
  return {
    body: message?.Body,
    group: message?.Attributes?.MessageGroupId,
    attributes: Object.fromEntries(
      attributes.map(([name, { StringValue }]) => [name, StringValue]),
    ),
  };
}

describe("An SQS that begins an answer and does not go on", () => {
  it("is asked again", async () => {
    const server = await startSqs();
    await server.createQueue("shop-q-email");
    const { queueUrlPrefix } = server.environment;
    const faults = ["stalled"];
    const faulty = await startFaultySqs(new URL(queueUrlPrefix).origin, () => faults.shift());
    try {
      const prefix = `${faulty.url}${new URL(queueUrlPrefix).pathname}`;
      const sqs = createSqs(load, { ...server.environment, queueUrlPrefix: prefix });
      const message = { queue: "email", body: "1", attributes: {} };
      const results = await sqs.sendBatch(`${prefix}email`, [message]);
      // Taken twice: nobody can know that the first was
      assert.deepEqual([...faulty.taken.values()], ["1", "1"]);
      assert.deepEqual(results, [{ ok: true, value: [...faulty.taken.keys()][1] }]);
    } finally {
      await faulty.close();
      await server.close();
    }
  });
});
