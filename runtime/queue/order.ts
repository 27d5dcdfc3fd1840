/** In which order the jobs of a batch run, and what a failed one means for the others. */

export type Outcome = "done" | Failure;

export interface Failure {
  /** Seconds until the message is visible again. */
  readonly retrySeconds: number;
}

/** Runs one job, and calls `settle` once, maybe before it returns; never throws. */
export type Run<Item> = (item: Item, settle: (outcome: Outcome) => void) => void;
/** Gives a job back that was not run, as one before it in its group failed; never rejects. */
export type Hold<Item> = (item: Item, failure: Failure) => Promise<void>;

/** Standard queue: all jobs side by side. Returns those that are not done. */
export function runSideBySide<Item>(items: readonly Item[], run: Run<Item>): Promise<Item[]> {
  return new Promise((resolve) => {
    const outcomes: Outcome[] = [];
    let running = items.length + 1;
    const end = () => {
      running--;
      if (running === 0) resolve(items.filter((_, index) => outcomes[index] !== "done"));
    };
    items.forEach((item, index) => {
      run(item, (outcome) => {
        outcomes[index] = outcome;
        end();
      });
    });
    end();
  });
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
    const outcome = await new Promise<Outcome>((settle) => run(item, settle));
    if (outcome === "done") continue;
    await Promise.all(items.slice(index + 1).map((later) => hold(later, outcome)));
    return items.slice(index);
  }
  return [];
}
