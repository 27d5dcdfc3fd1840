import type { Plan, PlannedJob } from "../load/plan.ts";
import type { World } from "../load/world.ts";

/** Jobs of one request. */
const AT_ONCE = 10;

/** Programs that send jobs to the queues, whether the backend is paused or not. */
export class Senders {
  /** Resolves when all jobs are sent. */
  readonly ended: Promise<void>;
  #isDone = false;
  readonly #world: World;
  readonly #signal: AbortSignal;
  /** Of the messages sent in a window, of which there is at most one at a time. */
  #window: string[] | undefined;

  constructor(world: World, plan: Plan, signal: AbortSignal) {
    this.#world = world;
    this.#signal = signal;
    const sent = Array.from(plan, ([queue, jobs]) => this.#send(queue, jobs));
    this.ended = Promise.all(sent).then(() => {
      this.#isDone = true;
    });
    // Whoever waits for it learns of a failure, but it need not be waited for yet
    this.ended.catch(() => {});
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Returns the IDs of messages that are sent from now on, until the next call. */
  openWindow(): readonly string[] {
    this.#window = [];
    return this.#window;
  }

  closeWindow(): void {
    this.#window = undefined;
  }

  async #send(queue: string, jobs: readonly PlannedJob[]): Promise<void> {
    const { cloud, progress } = this.#world;
    for (let start = 0; start < jobs.length; start += AT_ONCE) {
      const part = jobs.slice(start, start + AT_ONCE);
      await progress.reserve(part.length, this.#signal);
      const window = this.#window;
      const ids = await cloud.call("send", queue, part.map(createMessage));
      // Not those that were under way when it was closed
      if (window === this.#window) window?.push(...ids);
    }
  }
}

function createMessage({ id, faults, group }: PlannedJob) {
  const body = JSON.stringify({ id, faults });
  return group === undefined ? { body } : { body, groupId: group };
}
