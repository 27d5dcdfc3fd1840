import type { Fault, Work } from "./backend/_job.ts";

/** A job that is to be sent. */
export interface PlannedJob extends Work {
  readonly queue: string;
  /** Of a FIFO queue. */
  readonly group?: string;
}

/** By queue, in the order in which they are sent. */
export type Plan = ReadonlyMap<string, readonly PlannedJob[]>;

/** How many jobs of a plan have a fault. */
export interface Faults {
  /** By fault, of all jobs: each fails once. */
  readonly once: Readonly<Record<Fault, number>>;
  /** Jobs of each queue that fail at every receive. */
  readonly always: number;
}

/** As in `backend/queues`, which leave it at its default. */
export const MAX_RECEIVES = 5;
export const MESSAGE_GROUPS = 200;
/** Share of all jobs. */
const QUEUES = { standard: 0.6, "ordered.fifo": 0.25, "batched.fifo": 0.15 } as const;

export const QUEUE_NAMES = Object.keys(QUEUES) as readonly (keyof typeof QUEUES)[];

/** The IDs of the jobs count from 0. */
export function createPlan(count: number, faults: Faults, random: () => number): Plan {
  const planned = planFaults(count, faults, random);
  let id = 0;
  return new Map(
    QUEUE_NAMES.map((queue) => {
      const jobs = Array.from({ length: Math.round(count * QUEUES[queue]) }, (_, index) => ({
        id,
        faults: planned.get(id++) ?? [],
        queue,
        ...(queue.endsWith(".fifo") ? { group: `group-${index % MESSAGE_GROUPS}` } : {}),
      }));
      return [queue, spoil(jobs, faults.always)] as const;
    }),
  );
}

function planFaults(count: number, { once }: Faults, random: () => number) {
  const planned = new Map<number, readonly Fault[]>();
  for (const [fault, times] of Object.entries(once) as [Fault, number][])
    for (let time = 0; time < times; time++) planned.set(Math.floor(random() * count), [fault]);
  return planned;
}

/** Makes some jobs fail at every receive, all along the queue. */
function spoil(jobs: readonly PlannedJob[], count: number): PlannedJob[] {
  const spoiled = new Set(
    Array.from({ length: count }, (_, turn) => Math.floor(((turn + 0.5) * jobs.length) / count)),
  );
  return jobs.map((job, index) =>
    spoiled.has(index)
      ? { ...job, faults: Array.from({ length: MAX_RECEIVES }, () => "throw" as const) }
      : job,
  );
}
