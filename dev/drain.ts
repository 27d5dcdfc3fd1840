import type { CloudEvents } from "./cloud-events.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { LocalQueues } from "./local-queues.ts";
import type { LocalSocket } from "./local-socket.ts";
import { Signal } from "./signal.ts";

export interface DrainOptions {
  readonly events: CloudEvents;
  readonly pool: Pick<FunctionPool, "concurrency" | "isBusy">;
  readonly queues: Pick<LocalQueues, "held" | "isIdle">;
  readonly socket: Pick<LocalSocket, "isBusy">;
}

/**
 * Resolves when no job is visible, delayed or in flight, no request or message is being handled, and
 * no WebSocket is closing. Rejects when that cannot be, as the backend or a queue with jobs is paused.
 */
export async function drain(options: DrainOptions): Promise<void> {
  const { events } = options;
  const activity = new Signal();
  let isStale = false;
  const notice = () => {
    isStale = true;
    activity.wake();
  };
  events.on("activity", notice);
  try {
    for (;;) {
      isStale = false;
      await checkUnpaused(options);
      if ((await isIdle(options)) && !isStale) return;
      await activity.wait();
    }
  } finally {
    events.off("activity", notice);
  }
}

async function checkUnpaused({ pool, queues }: DrainOptions): Promise<void> {
  if (pool.concurrency.reserved === 0)
    throw new Error("Cannot drain: the backend is paused, its reserved concurrency is 0");
  const held = await queues.held();
  if (held.length > 0) throw new Error(`Cannot drain: ${held.map(describeHeld).join(", ")}`);
}

async function isIdle({ pool, queues, socket }: DrainOptions): Promise<boolean> {
  return !pool.isBusy && (await queues.isIdle()) && !pool.isBusy && !socket.isBusy;
}

function describeHeld({ name, count }: { readonly name: string; readonly count: number }): string {
  return `the queue "${name}" is paused, and holds ${count} ${count === 1 ? "job" : "jobs"}`;
}
