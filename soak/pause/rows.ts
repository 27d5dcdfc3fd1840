import type { HandledBatch } from "../cloud/protocol.ts";
import type { Findings } from "../load/examine.ts";
import type { Row } from "../part.ts";

/** One pause, and what was seen of it. */
export interface Pause {
  /** IDs of messages that were sent meanwhile. */
  readonly sent: readonly string[];
  /** Bytes that handlers have written to the record meanwhile. */
  readonly written: number;
  /** Of a request that came meanwhile. */
  readonly status: number;
}

export function createRows(
  jobs: number,
  pauses: readonly Pause[],
  batches: readonly HandledBatch[],
  { lost, dead, outOfOrder, unexplained, duplicates }: Findings,
): Row[] {
  const sent = pauses.flatMap((pause) => pause.sent).length;
  const messages = batches.flatMap((batch) => batch.messages);
  const written = pauses.filter((pause) => pause.written > 0).length;
  const refused = pauses.filter(({ status }) => status === 429).length;
  const twice = Object.values(duplicates).reduce((sum, times) => sum + times, unexplained.length);
  const most = Math.max(...messages.map(({ receives }) => receives));
  return [
    {
      promise: "a pause runs no job",
      done: `reserved concurrency 50, 0 and off, ${pauses.length} times, with senders running`,
      figures: `${written} pauses with a job run; ${sent} jobs sent meanwhile; ${refused} of ${pauses.length} requests answered 429`,
      held: pauses.length > 0 && sent > 0 && written === 0 && refused === pauses.length,
    },
    {
      promise: "pausing and resuming loses no job, dead-letters none and counts no receive",
      done: `the same; ${jobs.toLocaleString("en")} jobs`,
      figures: `${lost.length} lost, ${dead} dead-lettered, ${outOfOrder.length} out of order, ${twice} handled twice; ${most === 1 ? "each received once" : `up to ${most} receives of a job`}`,
      held: lost.length + dead + outOfOrder.length + twice === 0 && most === 1,
    },
  ];
}
