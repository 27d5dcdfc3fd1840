import assert from "node:assert/strict";
import { createScheduleJob } from "../../manifest/internal-job.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import { SIGN } from "../support/access.ts";
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

  it("names the schedule of a dead letter", async () => {
    const { cloud } = await start(
      `import { request } from "node:http"; ${SIGN}
       export const handler = async ({ Records: [{ body }] }) => {
         const url = process.env.QUEUERUN_DEAD_LETTER_URL_PREFIX + "_internal";
         await new Promise((resolve, reject) => request(new URL(url).origin, {
           method: "POST",
           headers: { ...sign("sqs"), "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" },
         }, (response) => response.resume().on("end", resolve)).on("error", reject)
           .end(JSON.stringify({ QueueUrl: url, MessageBody: body })));
       };`,
      { schedules: [createSchedule("cleanup")] },
    );
    const body = JSON.stringify(createScheduleJob("cleanup", "2026-11-26T04:15:00Z"));
    await cloud.queues.send(INTERNAL_QUEUE, body);
    await cloud.drained();
    const letters = await cloud.queues.deadLetters(INTERNAL_QUEUE);
    assert.deepEqual(
      letters.map(({ messageId: _, ...letter }) => letter),
      [{ queue: "_internal", schedule: "cleanup", body, attributes: {} }],
    );
  });

  it("is not there without anything that needs it", async () => {
    const { cloud } = await start(JOBS, { queues: [createQueue("email")] });
    await assert.rejects(cloud.queues.send(INTERNAL_QUEUE, "due"), {
      message: 'No queue "_internal". Queues: email',
    });
  });
});
