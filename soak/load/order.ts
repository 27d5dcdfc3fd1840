import type { PlannedJob } from "./plan.ts";
import type { RecordedEvent } from "./record.ts";

/**
 * IDs of the jobs of a queue that began before an earlier one of their message group was handled, or
 * had failed for the last time.
 * @param jobs In the order in which they were sent.
 * @param dead IDs of jobs in the dead-letter queue.
 */
export function findOutOfOrder(
  jobs: readonly PlannedJob[],
  record: readonly RecordedEvent[],
  dead: ReadonlySet<number>,
): number[] {
  const firstBegun = new Map<number, number>();
  const lastBegun = new Map<number, number>();
  const firstDone = new Map<number, number>();
  for (const [index, { event, id }] of record.entries()) {
    const first = event === "begun" ? firstBegun : firstDone;
    if (!first.has(id)) first.set(id, index);
    if (event === "begun") lastBegun.set(id, index);
  }
  /** Where in the record the next one of the group may begin. */
  const overAt = (id: number) =>
    firstDone.get(id) ?? (dead.has(id) ? lastBegun.get(id) : undefined) ?? record.length;
  const groups = Map.groupBy(
    jobs.filter(({ group }) => group !== undefined),
    ({ group }) => group,
  );
  return [...groups.values()].flatMap((ofGroup) => {
    let earliest = -1;
    return ofGroup.flatMap(({ id }) => {
      const isEarly = (firstBegun.get(id) ?? record.length) < earliest;
      earliest = Math.max(earliest, overAt(id));
      return isEarly ? [id] : [];
    });
  });
}
