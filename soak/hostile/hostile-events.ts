import { SECRET } from "../../tests/fixtures/hostile-backend/secret.ts";
import type { Part, Row, Scale } from "../part.ts";
import type { Progress } from "./process.ts";
import { CONNECTIONS } from "./socket-events.ts";
import { createWorld, type World } from "./world.ts";

/** Side by side, each with its share of the events. */
const PROCESSES = 2;
const COUNTS = { quick: 3_000, full: 200_000 };
/** Between two reports of the process: a handler that never yields keeps it from reporting. */
const SILENCE_MS = 90_000;

/** Hostile events, into the handler of a package. `SEED=1 npm run soak -- --only hostile-events` repeats a run. */
export const hostileEvents: Part = {
  name: "hostile-events",
  limitSeconds: { quick: 120, full: 900 },
  async run(scale) {
    const count = scale.isQuick ? COUNTS.quick : COUNTS.full;
    const world = await createWorld();
    try {
      const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
      const shares = Array.from({ length: PROCESSES }, (_, index) =>
        sendEvents(world, count / PROCESSES, seed + index * count, scale),
      );
      return [createRow(count, seed, join(await Promise.all(shares)))];
    } finally {
      await world.close();
    }
  },
};

interface Found {
  readonly counts: Progress["counts"];
  /** Undefined if all is as it should be. */
  readonly fault: string | undefined;
}

function sendEvents(world: World, count: number, seed: number, scale: Scale): Promise<Found> {
  const args = [String(count), String(seed)];
  const child = world.fork(new URL("process.ts", import.meta.url), { args });
  const { promise, resolve, reject } = Promise.withResolvers<Found>();
  let counts: Progress["counts"] = NONE;
  openConnections(world);
  const end = (fault: string | undefined) => resolve({ counts, fault });
  const silence = setTimeout(() => end("the handler does not yield"), SILENCE_MS);
  child.on("message", (progress: Progress) => {
    silence.refresh();
    counts = progress.counts;
    scale.progress(`${sum(counts)} events`);
    const fault = progress.fault ?? findLeak(world);
    if (fault !== undefined || progress.isDone) end(fault);
    openConnections(world);
  });
  // Not "exit", which may come before the last report
  child.on("disconnect", () => end("the process has ended"));
  scale.signal.addEventListener("abort", () => reject(scale.signal.reason));
  return promise.finally(() => clearTimeout(silence));
}

/** Again and again, as messages and their handlers close them. */
function openConnections({ api }: World): void {
  for (const id of CONNECTIONS) if (!api.has(id)) api.open(id);
}

/** Of what clients have received, and not only the result of the function. */
function findLeak({ api }: World): string | undefined {
  const texts = CONNECTIONS.flatMap((id) => api.received(id));
  return texts.some((text) => text.includes(SECRET)) ? "a connection got the secret" : undefined;
}

function join(found: readonly Found[]): Found {
  const counts = { ...NONE };
  for (const one of found) for (const kind of KINDS) counts[kind] += one.counts[kind];
  return { counts, fault: found.find(({ fault }) => fault !== undefined)?.fault };
}

const NONE = { http: 0, queue: 0, socket: 0, schedule: 0, mutated: 0, unknown: 0 };
const KINDS = Object.keys(NONE) as (keyof typeof NONE)[];

function createRow(count: number, seed: number, { counts, fault }: Found): Row {
  const kinds = Object.entries(counts).map(([kind, number]) => `${number} ${kind}`);
  return {
    promise:
      "no event crashes or hangs the handler, or gets an error's text: each has its documented outcome",
    done: `${count} generated events, seed ${seed}`,
    figures: fault ?? kinds.join(", "),
    held: fault === undefined && sum(counts) >= count,
  };
}

function sum(counts: Progress["counts"]): number {
  return Object.values(counts).reduce((total, value) => total + value, 0);
}
