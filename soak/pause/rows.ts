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
  const sent = new Set(pauses.flatMap((pause) => pause.sent));
  const messages = batches.flatMap((batch) => batch.messages);
  const counted = messages.filter(({ id, receives }) => sent.has(id) && receives > 1).length;
  const written = pauses.filter((pause) => pause.written > 0).length;
  const refused = pauses.filter(({ status }) => status === 429).length;
  const twice = Object.values(duplicates).reduce((sum, times) => sum + times, unexplained.length);
  const most = Math.max(...messages.map(({ receives }) => receives));
  return [
    {
      promise: "a pause runs no job and counts no receive",
      done: `reserved concurrency 50, 0 and off, ${pauses.length} times, with senders running`,
      figures: `${written} pauses with a job run; ${sent.size} jobs sent while paused, ${counted} of them received more than once; ${refused} of ${pauses.length} requests answered 429`,
      held:
        pauses.length > 0 &&
        sent.size > 0 &&
        written === 0 &&
        counted === 0 &&
        refused === pauses.length,
    },
    {
      promise: "pausing and resuming loses no job, and dead-letters none",
      done: `the same; ${jobs.toLocaleString("en")} jobs`,
      figures: `${lost.length} lost, ${dead} dead-lettered, ${outOfOrder.length} out of order, ${twice} handled twice; at most ${most} receives of a job`,
      held: lost.length + dead + outOfOrder.length + twice === 0,
    },
  ];
}
