import { EventEmitter, once } from "node:events";
import type { HandledBatch } from "../cloud/protocol.ts";

/** Jobs that wait, at most: senders wait until there are fewer. */
const MAX_BACKLOG = 2_000;

/** How far a load has come. */
export class Progress {
  readonly batches: HandledBatch[] = [];
  #handled = 0;
  #sent = 0;
  readonly #changes = new EventEmitter<{ handled: [] }>();
  /** What is to be done when so many jobs were handled. */
  #plans: readonly { readonly at: number; readonly act: () => void }[] = [];

  /** Does something `times` times, spread evenly over so many handled jobs. */
  spread(times: number, jobs: number, act: (time: number) => void): void {
    const plans = Array.from({ length: times }, (_, time) => ({
      at: ((time + 1) * jobs) / (times + 1),
      act: () => act(time),
    }));
    this.#plans = [...this.#plans, ...plans];
  }

  take(batch: HandledBatch): void {
    this.batches.push(batch);
    this.#handled += batch.messages.filter(({ isFailed }) => !isFailed).length;
    const due = this.#plans.filter(({ at }) => at <= this.#handled);
    this.#plans = this.#plans.filter(({ at }) => at > this.#handled);
    for (const { act } of due) act();
    this.#changes.emit("handled");
  }

  /** Resolves when there is room for so many more, which are then sent. */
  async reserve(count: number, signal: AbortSignal): Promise<void> {
    while (this.#sent - this.#handled > MAX_BACKLOG)
      await once(this.#changes, "handled", { signal });
    this.#sent += count;
  }
}
