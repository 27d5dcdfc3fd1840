import assert from "node:assert/strict";
import { createServer } from "node:http";
import { queueName } from "../../dev/aws-names.ts";
import { openLocalServer } from "../../dev/local-server.ts";
import { startQueueService } from "../../dev/queue-service.ts";
import { createTestAccess } from "../support/access.ts";

// A server that ends idle connections by itself says after how many seconds
describe("local servers", () => {
  it("keep connections for as long as their clients do", async () => {
    const server = await openLocalServer(createServer((_, response) => void response.end()));
    try {
      const { headers } = await fetch(server.url);
      assert.equal(headers.get("keep-alive"), null);
    } finally {
      await server.close();
    }
  });

  it("keep connections to SQS as well", async () => {
    const { gate } = createTestAccess();
    const service = await startQueueService({ gate, visibilityFactor: 6 });
    try {
      const { status, headers } = await fetch(new URL(service.url(queueName("email"))).origin);
      assert.deepEqual([status, headers.get("keep-alive")], [403, null]);
    } finally {
      await service.close();
    }
  });
});
