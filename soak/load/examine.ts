import type { DeadLetter } from "../../dev/cloud-events.ts";
import { DEAD_LETTER_ATTRIBUTE } from "../../sdk/attribute.ts";
import type { HandledBatch } from "../cloud/protocol.ts";
import type { Work } from "./backend/_job.ts";
import { type Duplicates, explainDuplicates } from "./duplicates.ts";
import { createHistories, type History } from "./history.ts";
import { findOutOfOrder } from "./order.ts";
import type { Plan } from "./plan.ts";
import type { RecordedEvent } from "./record.ts";

export interface Evidence {
  readonly plan: Plan;
  readonly record: readonly RecordedEvent[];
  readonly batches: readonly HandledBatch[];
  readonly deadLetters: readonly DeadLetter[];
  /** IDs of jobs that were sent again, as nobody knew what had become of the first time. */
  readonly sentAgain: ReadonlySet<number>;
}

/** All but the counts are IDs of jobs. */
export interface Findings extends Duplicates {
  /** Neither handled nor in a dead-letter queue. */
  readonly lost: readonly number[];
  /** How many are in a dead-letter queue. */
  readonly dead: number;
  /** In a dead-letter queue, but not received as often as they may be. */
  readonly deadEarly: readonly number[];
  /** In a dead-letter queue, and no handler has ever begun with them. */
  readonly deadUnrun: readonly number[];
  readonly outOfOrder: readonly number[];
}

/** Holds what was seen against what is promised. */
export function examine(evidence: Evidence, maxReceives: number): Findings {
  const { plan, record, batches, deadLetters, sentAgain } = evidence;
  const histories = createHistories(record, batches);
  const dead = deadLetters.map((letter) => ({
    id: (JSON.parse(letter.body) as Work).id,
    history: histories.get(findMessageId(letter)),
  }));
  const settled = new Set([
    ...dead.map(({ id }) => id),
    ...record.filter(({ event }) => event === "done").map(({ id }) => id),
  ]);
  const deadIds = new Set(dead.map(({ id }) => id));
  const idsOf = (matches: (history: History | undefined) => boolean) =>
    dead.filter(({ history }) => matches(history)).map(({ id }) => id);
  return {
    lost: [...plan.values()].flat().flatMap(({ id }) => (settled.has(id) ? [] : [id])),
    dead: deadIds.size,
    deadEarly: idsOf((history) => history !== undefined && history.receives !== maxReceives),
    deadUnrun: idsOf((history) => history === undefined),
    outOfOrder: [...plan.values()].flatMap((jobs) => findOutOfOrder(jobs, record, deadIds)),
    ...explainDuplicates([...histories.values()], sentAgain),
  };
}

/** The runtime sends a job that has failed for good as a message of its own, which names the first. */
function findMessageId({ messageId, attributes }: DeadLetter): string {
  const details = attributes[DEAD_LETTER_ATTRIBUTE];
  return details === undefined ? messageId : (JSON.parse(details) as { jobId: string }).jobId;
}
