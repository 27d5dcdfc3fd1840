import type { History } from "./history.ts";

export interface Duplicates {
  /** Handled more than once after a receive that failed, by what ended that: how often. */
  readonly duplicates: Readonly<Record<string, number>>;
  /** IDs of jobs that were handled again although all had gone well. */
  readonly unexplained: readonly number[];
}

/**
 * A job may have its effect more than once only in receives that have failed, one of which may be the
 * last, or when its sender had to send it again. Code that ran into its timeout may go on, and be late.
 * @param sentAgain IDs of such jobs.
 */
export function explainDuplicates(
  histories: readonly History[],
  sentAgain: ReadonlySet<number>,
): Duplicates {
  const reasons = histories.flatMap(findReasons);
  const handled = histories.filter(({ done }) => done.length > 0);
  for (const [id, copies] of Map.groupBy(handled, ({ id }) => id))
    for (const _ of copies.slice(1))
      reasons.push({ id, reason: sentAgain.has(id) ? "sent again" : undefined });
  const counts = Map.groupBy(reasons, ({ reason }) => reason);
  return {
    duplicates: Object.fromEntries(
      Array.from(counts, ([reason, all]) => [reason, all.length] as const).filter(
        ([reason]) => reason !== undefined,
      ),
    ),
    unexplained: counts.get(undefined)?.map(({ id }) => id) ?? [],
  };
}

/** Of each time that the job of a message had its effect, but for the one that was in order. */
function findReasons({ id, done, outcomes }: History) {
  const ends = done.map((receive, index) => {
    const isTwiceInOne = done.indexOf(receive) !== index;
    const outcome = isTwiceInOne ? undefined : outcomes.get(receive);
    return { id, reason: outcome === "handled" ? undefined : outcome };
  });
  const inOrder = ends.findIndex(({ reason }) => reason === undefined);
  return ends.toSpliced(inOrder === -1 ? ends.length - 1 : inOrder, 1);
}
