import assert from "node:assert/strict";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import { JOBS, useCloud } from "../support/dev-cloud.ts";
import { createQueue } from "../support/dev-package.ts";
import { createSchedule } from "../support/queue-manifest.ts";

describe("the internal queue of a local cloud", () => {
  const start = useCloud();

  it("is there with a schedule, but is none of the backend's own", async () => {
    const { cloud } = await start(JOBS, {
      queues: [createQueue("email")],
      schedules: [createSchedule("cleanup")],
    });
    assert.deepEqual(cloud.queues.names, ["email"]);
    await assert.rejects(cloud.queues.send("sms", "{}"), {
      message: 'No queue "sms". Queues: email',
    });
  });

  it("hands its jobs to the function, which an idle cloud has done", async () => {
    const { cloud, lines } = await start(JOBS, { schedules: [createSchedule("cleanup")] });
    await cloud.queues.send(INTERNAL_QUEUE, "due", { delaySeconds: 1 });
    await cloud.drained();
    assert.deepEqual(
      lines.filter((line) => line.startsWith("batch")),
      ["batch due"],
    );
  });

  it("is not there without anything that needs it", async () => {
    const { cloud } = await start(JOBS, { queues: [createQueue("email")] });
    await assert.rejects(cloud.queues.send(INTERNAL_QUEUE, "due"), {
      message: 'No queue "_internal". Queues: email',
    });
  });
});
