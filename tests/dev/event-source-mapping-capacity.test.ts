import assert from "node:assert/strict";
import { EventSourceMapping, type MappingOptions } from "../../dev/event-source-mapping.ts";
import type { SqsClient } from "../../dev/sqs-client.ts";
import { createQueue } from "../support/dev-package.ts";

describe("EventSourceMapping, with capacity for several batches", () => {
  const createMessages = () =>
    ["a", "b"].map((Body) => ({ MessageId: Body, ReceiptHandle: Body, Body, MD5OfBody: "" }));
  /** Of a queue with one message to a batch. */
  const createMapping = (
    client: SqsClient,
    options: Pick<MappingOptions, "pool"> & Partial<MappingOptions>,
  ) =>
    new EventSourceMapping(createQueue("email", { batchSize: 1 }), true, {
      service: { url: (name) => name, waitSeconds: () => 30, client: () => client },
      limits: { concurrentBatches: 5 },
      moved: () => {},
      finished: () => {},
      output: () => {},
      ...options,
    });

  it("receives as many messages with one request, and gives back what it has no use for", async () => {
    const { promise: handled, resolve } = Promise.withResolvers<void>();
    const waiting = createMessages();
    const asked: number[] = [];
    const client = {
      async call(_: string, { MaxNumberOfMessages }: { MaxNumberOfMessages?: number }) {
        if (MaxNumberOfMessages !== undefined) asked.push(MaxNumberOfMessages);
        return { Messages: waiting.splice(0) };
      },
    } as unknown as SqsClient;
    let capacity = 3;
    const released: boolean[] = [];
    const batches: string[][] = [];
    const mapping = createMapping(client, {
      pool: {
        claim: () => capacity-- > 0,
        releaseClaim: (isUsed) => void released.push(isUsed),
        async invoke({ payload }) {
          const { Records } = JSON.parse(payload) as { Records: { body: string }[] };
          batches.push(Records.map(({ body }) => body));
          if (batches.length === 2) resolve();
          return { status: "success", payload: "null" };
        },
      },
    });
    await handled;
    await mapping.close();
    assert.deepEqual(
      { asked, released, batches },
      { asked: [3], released: [true, true, false], batches: [["a"], ["b"]] },
    );
  });

  it("handles the next batch while the last one is being deleted", async () => {
    const waiting = createMessages();
    const gate = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const order: string[] = [];
    const client = {
      async call(operation: string) {
        if (operation === "ReceiveMessage") return { Messages: waiting.splice(0, 1) };
        await gate.promise;
        order.push("deleted");
        return {};
      },
    } as unknown as SqsClient;
    const mapping = createMapping(client, {
      pool: {
        claim: () => true,
        releaseClaim: () => {},
        async invoke() {
          if (order.push("invoked") === 2) second.resolve();
          return { status: "success", payload: "null" };
        },
      },
      // One batch at a time
      limits: { concurrentBatches: 1 },
    });
    await second.promise;
    assert.equal(mapping.isBusy, true);
    gate.resolve();
    await mapping.close();
    assert.deepEqual(order, ["invoked", "invoked", "deleted", "deleted"]);
  });

  it("deletes by one request what several batches have done at a time", async () => {
    const waiting = createMessages();
    const deleted: string[][] = [];
    const finished: string[] = [];
    const both = Promise.withResolvers<void>();
    let invoked = 0;
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const client = {
      async call(operation: string, { Entries }: { Entries: { Id: string }[] }) {
        if (operation === "ReceiveMessage") return { Messages: waiting.splice(0) };
        deleted.push(Entries.map(({ Id }) => Id));
        return {};
      },
    } as unknown as SqsClient;
    const mapping = createMapping(client, {
      pool: {
        claim: () => true,
        releaseClaim: () => {},
        async invoke() {
          if (++invoked === 2) both.resolve();
          await both.promise;
          return { status: "success", payload: "null" };
        },
      },
      finished: ({ messages }) => {
        finished.push(...messages.map(({ Body }) => Body));
        if (finished.length === 2) resolve();
      },
    });
    await done;
    await mapping.close();
    assert.deepEqual({ deleted, finished }, { deleted: [["a", "b"]], finished: ["a", "b"] });
  });
});
