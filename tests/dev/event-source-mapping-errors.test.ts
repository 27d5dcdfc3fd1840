import assert from "node:assert/strict";
import { EventSourceMapping } from "../../dev/event-source-mapping.ts";
import type { SqsClient } from "../../dev/sqs-client.ts";
import { createQueue } from "../support/dev-package.ts";

describe("EventSourceMapping, when SQS fails", () => {
  it("goes on after a request to the queue has failed", async () => {
    const lines: string[] = [];
    const { promise: closed, resolve: finished } = Promise.withResolvers<string[]>();
    const failures = ["ReceiveMessage", "DeleteMessageBatch"];
    let sent = 0;
    const message = { MessageId: "1", ReceiptHandle: "1", Body: "a", MD5OfBody: "" };
    const client = {
      async call(operation: string) {
        if (failures.includes(operation)) {
          failures.splice(failures.indexOf(operation), 1);
          throw new Error(`Cannot ${operation}: no`);
        }
        return operation === "ReceiveMessage" && sent++ === 0 ? { Messages: [message] } : {};
      },
    } as unknown as SqsClient;
    const service = {
      url: (name: string) => name,
      waitSeconds: () => 30,
      client: () => client,
    };
    const mapping = new EventSourceMapping(createQueue("email"), true, {
      service,
      pool: {
        claim: () => true,
        releaseClaim: () => {},
        invoke: async () => ({ status: "success", payload: "null" }),
      },
      limits: { concurrentBatches: 1 },
      moved: () => {},
      finished: () => finished(lines),
      output: (line) => lines.push(line),
    });
    assert.deepEqual(await closed, [
      'Queue "email": Cannot ReceiveMessage: no',
      'Queue "email": Cannot DeleteMessageBatch: no',
    ]);
    await mapping.close();
  });
});
