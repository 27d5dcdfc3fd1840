/** Entries of one request (SQS quotas). */
const MAX_ITEMS = 10;
/** Calls for an item that SQS could not take for a reason of its own. */
const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 50;

/** What became of one item of a batch. */
export type BatchResult<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly error: Error; readonly retryable: boolean };

export interface BatcherOptions<Item, Result> {
  /** Handles up to 10 items; returns a result for each, in their order. */
  readonly call: (items: readonly Item[]) => Promise<readonly BatchResult<Result>[]>;
  readonly sizeOf?: (item: Item) => number;
  /** Of all items of a batch together, as `sizeOf` measures them. Default: no limit. */
  readonly maxSize?: number;
  /** One batch at a time, so that items arrive in the order they were added. Default false. */
  readonly sequential?: boolean;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random?: () => number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects the items of one turn of the event loop into batches. Each item has its own promise; the
 * items of a batch that failed for a passing reason are tried again, without the others.
 */
export function createBatcher<Item, Result>(
  options: BatcherOptions<Item, Result>,
): (item: Item) => Promise<Result> {
  const { sizeOf = () => 0, maxSize = Number.POSITIVE_INFINITY, sequential = false } = options;
  let batch: Waiting<Item, Result>[] = [];
  let batchSize = 0;
  let turn: NodeJS.Immediate | undefined;
  let previous: Promise<void> = Promise.resolve();

  function flush(): void {
    clearImmediate(turn);
    const full = batch;
    batch = [];
    batchSize = 0;
    previous = sequential
      ? previous.then(() => callForAll(full, options))
      : callForAll(full, options);
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const size = sizeOf(item);
      if (batch.length > 0 && batchSize + size > maxSize) flush();
      if (batch.length === 0) turn = setImmediate(flush);
      batch.push({ item, resolve, reject });
      batchSize += size;
      if (batch.length === MAX_ITEMS) flush();
    });
}

/** Settles every promise of the batch; never rejects itself. */
async function callForAll<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  options: BatcherOptions<Item, Result>,
): Promise<void> {
  const { sleep = sleepFor, random = Math.random } = options;
  let waiting = batch;
  try {
    for (let attempt = 1; waiting.length > 0; attempt++) {
      if (attempt > 1) await sleep(FIRST_BACKOFF_MS * 2 ** (attempt - 2) * (1 + random()));
      const results = await options.call(waiting.map(({ item }) => item));
      waiting = settle(waiting, results, attempt === MAX_ATTEMPTS);
    }
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}

/** Returns what is to be tried again. */
function settle<Item, Result>(
  waiting: readonly Waiting<Item, Result>[],
  results: readonly BatchResult<Result>[],
  isLast: boolean,
): Waiting<Item, Result>[] {
  return waiting.filter(({ resolve, reject }, index) => {
    const result = results[index];
    if (result?.ok === false && result.retryable && !isLast) return true;
    if (result?.ok) resolve(result.value);
    else reject(result?.error ?? new Error("The batch has no result for this item"));
    return false;
  });
}

function sleepFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
