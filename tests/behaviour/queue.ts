import assert from "node:assert/strict";
import type { RecordFields } from "../support/sqs-event.ts";
import { type Harness, linesFrom, useHarness } from "./harness.ts";
import { runBatch } from "./run-batch.ts";

/** What every adapter must answer to a batch of jobs. */
export function describeQueueBehaviour(name: string, start: () => Promise<Harness>): void {
  describe(`queue behaviour of ${name}`, () => {
    const harness = useHarness(start);

    const run = (queue: string, ...jobs: readonly Omit<RecordFields, "queue">[]) =>
      runBatch(harness(), queue, jobs);

    it("returns only the jobs of a standard queue that failed", async () => {
      const { failed } = await run(
        "work",
        { id: "1", body: "{}" },
        { id: "2", body: '{"fail":true}' },
        { id: "3", body: "{}" },
      );
      assert.deepEqual(failed, ["2"]);
    });

    it("hands over what was sent: JSON, text that is no JSON, bytes, params, user, the receive count", async () => {
      const { failed, printed } = await run(
        "work",
        {
          id: "1",
          body: '{"a":[1]}',
          attribute: '{"params":{"who":"me"},"user":"ann"}',
          receivedCount: 3,
        },
        { id: "2", body: "{not json", attribute: "neither" },
        { id: "3", body: '"AP8="', attribute: '{"type":"bytes"}' },
      );
      const job = (jobId: string, payload: unknown, others = {}) => {
        const usual = { params: {}, receivedCount: 1, queueName: "work", user: null };
        return `job ${JSON.stringify({ jobId, payload, ...usual, ...others })}`;
      };
      assert.deepEqual(failed, []);
      assert.deepEqual(linesFrom(printed, /job \{/), [
        job("1", { a: [1] }, { params: { who: "me" }, receivedCount: 3, user: { id: "ann" } }),
        job("2", "{not json"),
        job("3", { bytes: "00ff" }),
      ]);
    });

    it("returns a job that takes too long, aborts its signal, and keeps its neighbours' results", async () => {
      const { failed, printed } = await run(
        "work",
        { id: "1", body: '{"hang":true}' },
        { id: "2", body: "{}" },
      );
      assert.deepEqual(failed, ["1"]);
      assert.deepEqual(linesFrom(printed, /aborted/), ["aborted 1"]);
      assert.match(printed.join("\n"), /Job 1 of queue "work" failed .*: Timed out after 1 s/);
    });

    it("counts a job as done once it is in the dead-letter queue, where it asked to go", async () => {
      const { failed, printed } = await run("work", { id: "1", body: '{"giveUp":true}' });
      assert.deepEqual(failed, []);
      assert.match(printed.join("\n"), /Job 1 of queue "work" .*sent to the dead-letter queue/);
    });

    it("returns a job whose push failed and was not awaited", async () => {
      const { failed } = await run("work", { id: "1", body: '{"push":true}' });
      assert.deepEqual(failed, ["1"]);
      assert.match(harness().output(), /No queue "nowhere". Queues: ordered.fifo, work/);
    });

    it("runs a message group in order, and returns what follows a failed job of the group", async () => {
      const { failed, printed } = await run(
        "ordered.fifo",
        { id: "1", group: "a" },
        { id: "2", group: "b" },
        { id: "3", group: "a", body: '{"fail":true}' },
        { id: "4", group: "b" },
        { id: "5", group: "a" },
      );
      assert.deepEqual(failed, ["3", "5"]);
      const steps = printed.flatMap((line) => /(?:begin|end) \w\/\d/.exec(line)?.[0] ?? []);
      const group = (id: string) => steps.filter((step) => step.includes(` ${id}/`));
      assert.deepEqual(group("a"), ["begin a/1", "end a/1", "begin a/3", "end a/3"]);
      assert.deepEqual(group("b"), ["begin b/2", "end b/2", "begin b/4", "end b/4"]);
    });

    it("returns the jobs of a queue that the backend does not have", async () => {
      assert.deepEqual((await run("other", { id: "1" })).failed, ["1"]);
    });

    it("refuses an event of another kind", async () => {
      await assert.rejects(harness().invoke({ detail: { secret: "1234" } }), {
        message:
          "Cannot handle event: it is neither an HTTP API request (payload format 2.0), nor an event of a WebSocket API, nor an SQS batch, nor a schedule, but an object with detail",
      });
    });
  });
}
