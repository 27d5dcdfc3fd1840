/** A job that may take too long. */
export interface TimedJob {
  /** When its time is up, by `performance.now()`. */
  readonly endsAt: number;
  /** It needs no more time: it is done, has failed, or was ended. */
  readonly isOver: boolean;
  /** Ends it. */
  expire(): void;
}

/** Turns of the microtask queue, after which a job that waits for nothing but itself is done. */
const TURNS = 8;

/**
 * Ends the jobs of a batch when their time is up. One timer serves all, and only if one of them is still
 * running when it has had its turns: a timer takes longer than a job that has nothing to wait for.
 */
export class JobTimer {
  /** Those that are over are taken out when somebody looks. */
  #jobs: TimedJob[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isArmed = false;

  /** A job that has begun, and is not over. */
  watch(job: TimedJob): void {
    this.#jobs.push(job);
    if (!this.#isArmed) void this.#arm();
  }

  /** All jobs are over. */
  close(): void {
    clearTimeout(this.#timer);
    this.#jobs = [];
  }

  async #arm(): Promise<void> {
    this.#isArmed = true;
    for (let turn = 0; turn < TURNS && this.#isAnyRunning(); turn++) await undefined;
    this.#isArmed = this.#isAnyRunning();
    if (this.#isArmed) this.#wait();
  }

  #isAnyRunning(): boolean {
    while (this.#jobs.at(-1)?.isOver) this.#jobs.pop();
    return this.#jobs.length > 0;
  }

  /** Until the first of them has to end, whether or not it is over by then. */
  #wait(): void {
    const endsAt = this.#jobs.reduce((first, job) => Math.min(first, job.endsAt), Infinity);
    this.#timer = setTimeout(() => this.#expire(), Math.ceil(endsAt - performance.now()));
  }

  #expire(): void {
    const now = performance.now();
    for (const job of this.#jobs) if (!job.isOver && job.endsAt <= now) job.expire();
    this.#jobs = this.#jobs.filter(({ isOver }) => !isOver);
    this.#isArmed = this.#isAnyRunning();
    if (this.#isArmed) this.#wait();
  }
}
