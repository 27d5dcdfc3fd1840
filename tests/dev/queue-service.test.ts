import assert from "node:assert/strict";
import { GetQueueUrlCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { queueName } from "../../dev/aws-names.ts";
import { startQueueService } from "../../dev/queue-service.ts";
import { createTestAccess } from "../support/access.ts";
import { createQueue } from "../support/dev-package.ts";

describe("QueueService", () => {
  it("names queues by the address where AWS's SDK then finds them", async () => {
    const { gate, issue } = createTestAccess();
    const service = await startQueueService({ gate, visibilityFactor: 6 });
    const url = service.url(queueName("email"));
    const client = new SQSClient({
      region: "us-east-1",
      endpoint: new URL(url).origin,
      credentials: issue(),
    });
    try {
      await service.synchronize([createQueue("email")], 10);
      const QueueName = queueName("email");
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      const { QueueUrls } = await client.send(
        new ListQueuesCommand({ QueueNamePrefix: QueueName }),
      );
      assert.deepEqual({ QueueUrl, QueueUrls }, { QueueUrl: url, QueueUrls: [url] });
    } finally {
      client.destroy();
      await service.close();
    }
  });

  it("lets a message wait for as long as the function can still end before it is visible again", async () => {
    const { gate } = createTestAccess();
    const service = await startQueueService({ gate, visibilityFactor: 6 });
    try {
      const queues = [createQueue("email"), createQueue("slow", { batchWindowSeconds: 20 })];
      await service.synchronize(queues, 10);
      const waits = queues.map(({ name }) => service.waitSeconds(queueName(name)));
      assert.deepEqual(waits, [50, 70]);
    } finally {
      await service.close();
    }
  });
});
