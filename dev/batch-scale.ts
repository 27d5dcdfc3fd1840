/** Added each second, while messages wait: AWS adds up to 300 a minute. */
const ADDED_PER_SECOND = 5;
const MAXIMUM = 1_250;

/**
 * How many batches of one queue are handled at a time where `maximumConcurrency` does not say: some to
 * begin with, and more the longer messages wait.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export class BatchScale {
  readonly #initial: number;
  readonly #now: () => number;
  /** When the queue was last seen to have messages after it had none. */
  #waitingSince: number | undefined;

  constructor(initial: number, now = () => performance.now()) {
    this.#initial = initial;
    this.#now = now;
  }

  /** What it is now that messages wait. */
  grow(): number {
    this.#waitingSince ??= this.#now();
    const seconds = (this.#now() - this.#waitingSince) / 1000;
    return Math.min(this.#initial + Math.floor(seconds * ADDED_PER_SECOND), MAXIMUM);
  }

  /** The queue has no more messages: it begins anew. */
  reset(): void {
    this.#waitingSince = undefined;
  }
}
