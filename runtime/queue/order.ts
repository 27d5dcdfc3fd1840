/** In which order the jobs of a batch run, and what a failed one means for the others. */

export type Outcome = "done" | Failure;

export interface Failure {
  /** Seconds until the message is visible again. */
  readonly retrySeconds: number;
}

/** Runs one job; never rejects. */
export type Run<Item> = (item: Item) => Promise<Outcome>;
/** Gives a job back that was not run, as one before it in its group failed; never rejects. */
export type Hold<Item> = (item: Item, failure: Failure) => Promise<void>;

/** Standard queue: all jobs side by side. Returns those that are not done. */
export async function runSideBySide<Item>(items: readonly Item[], run: Run<Item>): Promise<Item[]> {
  const outcomes = await Promise.all(items.map(run));
  return items.filter((_, index) => outcomes[index] !== "done");
}

/**
 * FIFO queue: the jobs of a message group one at a time, in order. A job that is not done holds up
 * the later ones of its group, and no other group.
 * @param concurrent Groups side by side.
 * @returns The items that are not done.
 */
export async function runInOrder<Item>(
  groups: readonly (readonly Item[])[],
  concurrent: boolean,
  run: Run<Item>,
  hold: Hold<Item>,
): Promise<Item[]> {
  if (concurrent)
    return (await Promise.all(groups.map((group) => runGroup(group, run, hold)))).flat();
  const left: Item[] = [];
  for (const group of groups) left.push(...(await runGroup(group, run, hold)));
  return left;
}

async function runGroup<Item>(
  items: readonly Item[],
  run: Run<Item>,
  hold: Hold<Item>,
): Promise<readonly Item[]> {
  for (const [index, item] of items.entries()) {
    const outcome = await run(item);
    if (outcome === "done") continue;
    await Promise.all(items.slice(index + 1).map((later) => hold(later, outcome)));
    return items.slice(index);
  }
  return [];
}
