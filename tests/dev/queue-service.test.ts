import assert from "node:assert/strict";
import { queueName } from "../../dev/aws-names.ts";
import { startQueueService } from "../../dev/queue-service.ts";
import { createTestAccess } from "../support/access.ts";
import { createQueue } from "../support/dev-package.ts";

describe("QueueService", () => {
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
