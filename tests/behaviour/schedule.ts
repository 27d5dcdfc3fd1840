import assert from "node:assert/strict";
import { createScheduleJob } from "../../manifest/internal-job.ts";
import { type Harness, linesFrom, useHarness } from "./harness.ts";
import { runBatch } from "./run-batch.ts";

const DUE = "2026-11-26T07:00:00Z";

/** What every adapter must do with schedules, those that are due and those that are run by hand. */
export function describeScheduleBehaviour(name: string, start: () => Promise<Harness>): void {
  describe(`schedule behaviour of ${name}`, () => {
    const harness = useHarness(start);

    /** Hands schedules over as the internal queue does; their job IDs are their names. */
    const due = (...names: readonly string[]) =>
      runBatch(
        harness(),
        "_internal",
        names.map((name) => ({ id: name, body: JSON.stringify(createScheduleJob(name, DUE)) })),
      );

    it("runs schedules that are due, each within its middleware", async () => {
      const { failed, printed } = await due("report");
      assert.deepEqual(failed, []);
      const job = {
        name: "report",
        jobId: "report",
        cron: "0 8 * * 1-5",
        scheduledAt: "2026-11-26T07:00:00.000Z",
        receivedCount: 1,
      };
      assert.deepEqual(linesFrom(printed, /(?:begin|report|end) (?:report|\{)/), [
        "begin report report",
        `report ${JSON.stringify(job)}`,
        "end report report",
      ]);
    });

    it("returns those that failed, to be tried again, and keeps their neighbours' results", async () => {
      const { failed, printed } = await due("fail", "report");
      assert.deepEqual(failed, ["fail"]);
      assert.deepEqual(linesFrom(printed, /error fail/), ["error fail fail: asked to fail"]);
      assert.match(
        printed.join("\n"),
        /Job fail of schedule "fail" failed \(receive 1 of 5, request .+\), runs again in 1 s:/,
      );
    });

    it("returns one that takes longer than its own timeout, and aborts its signal", async () => {
      const { failed, printed } = await due("hang");
      assert.deepEqual(failed, ["hang"]);
      assert.deepEqual(linesFrom(printed, /aborted/), ["aborted hang"]);
      assert.match(
        printed.join("\n"),
        /Job hang of schedule "hang" failed .*: Timed out after 1 s/,
      );
    });

    it("returns one whose push failed and was not awaited: the internal queue is not its own", async () => {
      const { failed } = await due("push");
      assert.deepEqual(failed, ["push"]);
      assert.match(harness().output(), /No queue "_internal". Queues: ordered.fifo, work/);
    });

    it("counts one that is no more as done, once it is in the dead-letter queue", async () => {
      const { failed, printed } = await due("gone");
      assert.deepEqual(failed, []);
      assert.match(
        printed.join("\n"),
        /Job gone of schedule "gone" .*sent to the dead-letter queue/,
      );
    });

    it("runs one by hand, and waits for it", async () => {
      assert.equal(await harness().invoke(createScheduleJob("report", DUE)), null);
      assert.match(harness().output(), /end report/);
    });

    it("answers one that is run by hand with its error", async () => {
      await assert.rejects(harness().invoke(createScheduleJob("fail", DUE)), {
        message: "asked to fail",
      });
      await assert.rejects(harness().invoke(createScheduleJob("hang", DUE)), {
        message: "Timed out after 1 s",
      });
      await assert.rejects(harness().invoke(createScheduleJob("gone", DUE)), {
        message: 'No schedule "gone". Schedules: fail, hang, push, report',
      });
    });
  });
}
