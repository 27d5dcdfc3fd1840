import type { HandledBatch } from "../cloud/protocol.ts";
import type { RecordedEvent } from "./record.ts";

/** What has become of one message, with which a handler has begun at least once. */
export interface History {
  /** Of the job in it. */
  readonly id: number;
  /** The receives in which it had its effect. */
  readonly done: readonly number[];
  /** How often it was received. */
  readonly receives: number;
  /** By receive: `handled`, `failed`, or the error that ended the whole batch. */
  readonly outcomes: ReadonlyMap<number, string>;
}

/** By message ID. */
export function createHistories(
  record: readonly RecordedEvent[],
  batches: readonly HandledBatch[],
): Map<string, History> {
  const outcomes = collectOutcomes(batches);
  const events = Map.groupBy(record, ({ messageId }) => messageId);
  return new Map(
    Array.from(events, ([messageId, ofMessage]) => {
      const known = outcomes.get(messageId) ?? new Map<number, string>();
      const done = ofMessage.filter(({ event }) => event === "done");
      const history = {
        id: ofMessage[0]?.id ?? 0,
        done: done.map(({ receives }) => receives),
        receives: Math.max(...known.keys()),
        outcomes: known,
      };
      return [messageId, history] as const;
    }),
  );
}

function collectOutcomes(batches: readonly HandledBatch[]): Map<string, Map<number, string>> {
  const outcomes = new Map<string, Map<number, string>>();
  for (const { messages, error } of batches)
    for (const { id, receives, isFailed } of messages) {
      const known = outcomes.get(id) ?? new Map<number, string>();
      known.set(receives, error ?? (isFailed ? "failed" : "handled"));
      outcomes.set(id, known);
    }
  return outcomes;
}
