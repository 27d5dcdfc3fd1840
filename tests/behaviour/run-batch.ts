import { randomUUID } from "node:crypto";
import { createSqsEvent, type RecordFields } from "../support/sqs-event.ts";
import type { Harness } from "./harness.ts";

/** What became of a batch: IDs are those of the test. */
export interface BatchOutcome {
  /** Batch item failures. */
  readonly failed: readonly string[];
  /** Lines of the output with an ID of the batch. */
  readonly printed: readonly string[];
}

/** Runs a batch; the IDs begin with one that is new, so that its lines are found in the output. */
export async function runBatch(
  harness: Harness,
  queue: string,
  jobs: readonly Omit<RecordFields, "queue">[],
): Promise<BatchOutcome> {
  const batch = randomUUID();
  const { Records } = createSqsEvent(...jobs.map((job) => ({ ...job, id: `${batch}.${job.id}` })));
  const eventSourceARN = harness.queueArn(queue);
  const result = (await harness.invoke({
    Records: Records.map((record) => ({ ...record, eventSourceARN })),
  })) as { batchItemFailures: { itemIdentifier: string }[] };
  const strip = (text: string) => text.replaceAll(`${batch}.`, "");
  const lines = harness.output().split("\n");
  return {
    failed: result.batchItemFailures.map(({ itemIdentifier }) => strip(itemIdentifier)),
    printed: lines.filter((line) => line.includes(batch)).map(strip),
  };
}
