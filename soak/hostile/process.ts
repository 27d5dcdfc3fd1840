/**
 * Loads an unpacked deployment package and calls its handler with hostile events, which it makes
 * itself: `node process.ts FOLDER COUNT SEED`. Tells whoever has started it how far it is, and what it
 * has found. A handler that never yields keeps it from telling, and so is seen.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { createContext } from "../../tests/support/http-event.ts";
import { hostileEvents } from "./events.ts";
import { checkOutcome, type Ending, type Kind } from "./outcome.ts";

export interface Progress {
  readonly counts: Readonly<Record<Kind, number>>;
  /** Why the last event failed, with the shortest event found that fails so. */
  readonly fault?: string;
  readonly isDone: boolean;
}

/** Of one event; the longest that any may take is the timeout of a job, 5 seconds. */
const HANG_MS = 12_000;
/** Events between two reports. */
const STEP = 500;

const [folder = "", count = "", seed = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(join(folder, "index.mjs")).href);
const counts: Record<Kind, number> = {
  ...{ http: 0, queue: 0, socket: 0, schedule: 0, mutated: 0, unknown: 0 },
};
let stray: string | undefined;
// What nobody awaits ends a process of Lambda
for (const event of ["unhandledRejection", "uncaughtException"])
  process.on(event, (error) => {
    stray = `${event}: ${error instanceof Error ? error.stack : typeof error}`;
  });

for (let done = 0, round = 0; done < Number(count); done += STEP, round++) {
  const fault = await runRound(Number(seed) + round, Math.min(STEP, Number(count) - done));
  process.send?.({ counts, ...(fault && { fault }), isDone: false } satisfies Progress);
  if (fault !== undefined) break;
}
process.send?.({ counts, isDone: true } satisfies Progress);
process.disconnect();

async function runRound(seed: number, numRuns: number): Promise<string | undefined> {
  const property = fc.asyncProperty(hostileEvents, async ({ kind, event }) => {
    // As everything that reaches a function
    const text = JSON.stringify(event);
    const ending = await call(JSON.parse(text));
    checkOutcome(kind, Object(JSON.parse(text)), ending);
    if (Object.keys(Object.prototype).length > 0) throw new Error("Object.prototype has changed");
    if (stray !== undefined) throw new Error(stray);
    counts[kind]++;
  });
  const options = { seed, numRuns, interruptAfterTimeLimit: 60_000 };
  const details = await fc.check(property, options).catch((error: Error) => error);
  // Whoever makes the events has failed, and none is to blame
  if (details instanceof Error) return details.stack;
  if (!details.failed) return undefined;
  const shown = JSON.stringify(details.counterexample)?.slice(0, 3_000);
  return `${String(details.errorInstance)}\nseed ${seed}, event ${shown}`;
}

async function call(event: unknown): Promise<Ending> {
  const hang = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => hang.reject(new Error(`the handler has not ended after ${HANG_MS / 1000} s`)),
    HANG_MS,
  );
  const handled: Promise<Ending> = handler(event, createContext("request-1", 60_000)).then(
    (result: unknown) => ({ kind: "result", result }),
    (error: unknown) => ({ kind: "error", error }),
  );
  try {
    return await Promise.race([handled, hang.promise]);
  } finally {
    clearTimeout(timer);
  }
}
