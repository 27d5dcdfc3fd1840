import { EventEmitter, once } from "node:events";
import type { HandledBatch } from "../cloud/protocol.ts";

/** Jobs that wait, at most: senders wait until there are fewer. */
const MAX_BACKLOG = 2_000;

/** How far a load has come. */
export class Progress {
  readonly batches: HandledBatch[] = [];
  /** IDs of messages. */
  readonly #handled = new Set<string>();
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
    for (const { id, isFailed } of batch.messages) if (!isFailed) this.#handled.add(id);
    const { size } = this.#handled;
    const due = this.#plans.filter(({ at }) => at <= size);
    this.#plans = this.#plans.filter(({ at }) => at > size);
    for (const { act } of due) act();
    this.#changes.emit("handled");
  }

  /** Resolves when there is room for so many more, which are then sent. */
  async reserve(count: number, signal: AbortSignal): Promise<void> {
    while (this.#sent - this.#handled.size > MAX_BACKLOG)
      await once(this.#changes, "handled", { signal });
    this.#sent += count;
  }

  /** Resolves when all these messages were handled. */
  async handled(ids: readonly string[], signal: AbortSignal): Promise<void> {
    while (!ids.every((id) => this.#handled.has(id)))
      await once(this.#changes, "handled", { signal });
  }
}
