import assert from "node:assert/strict";
import { on } from "node:events";
import type { LocalCloud } from "../../dev/local-cloud.ts";
import { JOBS, RETRIED, useCloud } from "../support/dev-cloud.ts";
import { createQueue } from "../support/dev-package.ts";

const EMPTY = { visible: 0, delayed: 0, inFlight: 0, deadLetters: 0 };

describe("EventSourceMapping of a FIFO queue", () => {
  const start = useCloud();

  it("keeps the order of each message group", async () => {
    const { cloud, lines } = await start(
      `export const handler = async ({ Records: [{ body }] }) => {
         console.log("begin " + body);
         await new Promise((resolve) => setTimeout(resolve, 5));
         console.log("end " + body);
       };`,
      { queues: [createQueue("billing.fifo")] },
    );
    const sends = Array.from({ length: 8 }, async (_, sender) => {
      for (let number = 0; number < 5; number++)
        await cloud.queues.send("billing.fifo", `${sender % 2}-${sender}-${number}`, {
          groupId: String(sender % 2),
          deduplicationId: `${sender}-${number}`,
        });
    });
    await Promise.all(sends);
    await cloud.drained();
    const jobs = lines.filter((line) => /^(begin|end)/.test(line));
    assert.equal(jobs.length, 80);
    for (const group of ["0", "1"]) {
      const ofGroup = jobs.filter((line) => line.split(" ")[1]?.startsWith(group));
      for (let index = 0; index < ofGroup.length; index += 2)
        assert.equal(ofGroup[index]?.slice(6), ofGroup[index + 1]?.slice(4));
      for (let sender = 0; sender < 8; sender++) {
        const own = ofGroup.filter((line) => line.includes(`-${sender}-`));
        assert.deepEqual(
          own,
          own.toSorted((a, b) => a.slice(-1).localeCompare(b.slice(-1))),
        );
      }
    }
  });

  const GROUPS = [
    ["fail", "a"],
    ["a2", "a"],
    ["b1", "b"],
  ] as const;
  const sendGroups = async (cloud: LocalCloud) => {
    for (const [body, groupId] of GROUPS)
      await cloud.queues.send("billing.fifo", body, { groupId, deduplicationId: `same${body}` });
  };

  it("holds up the group of a failed message, and no other", async () => {
    const { cloud, lines } = await start(JOBS, { queues: [createQueue("billing.fifo")] });
    const batches = on(cloud.events, "batch");
    await sendGroups(cloud);
    for (let count = 0; count < 2; count++) await batches.next();
    assert.deepEqual(await cloud.queues.count("billing.fifo"), {
      ...EMPTY,
      visible: 1,
      inFlight: 1,
    });
    assert.deepEqual(lines.filter((line) => line.startsWith("batch")).toSorted(), [
      "batch b1",
      "batch fail",
    ]);
  });

  it("goes on with a group when its failed message is in the dead-letter queue", async () => {
    const { cloud, lines } = await start(RETRIED, {
      queues: [createQueue("billing.fifo", { maxReceives: 2 })],
    });
    await sendGroups(cloud);
    await cloud.drained();
    assert.deepEqual(
      lines.filter((line) => /^batch (fail|a2)/.test(line)),
      ["batch fail", "batch fail", "batch a2"],
    );
    assert.deepEqual(await cloud.queues.count("billing.fifo"), { ...EMPTY, deadLetters: 1 });
  });

  it("tells the messages of two groups apart that have the same deduplication ID", async () => {
    const { cloud, lines } = await start(JOBS, { queues: [createQueue("billing.fifo")] });
    for (const groupId of ["a", "b", "a"])
      await cloud.queues.send("billing.fifo", groupId, { groupId, deduplicationId: "1" });
    await cloud.drained();
    assert.deepEqual(lines.filter((line) => line.startsWith("batch")).sort(), [
      "batch a",
      "batch b",
    ]);
  });
});
