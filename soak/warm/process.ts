/**
 * Loads an unpacked deployment package and invokes its handler again and again, as a warm instance:
 * `node --expose-gc process.ts FOLDER INVOCATIONS`. Tells whoever has started it what it holds.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createContext } from "../../tests/support/http-event.ts";
import type { Sample } from "./growth.ts";
import { createEvent, KINDS, type Kind, WEIGHTS } from "./ordinary-events.ts";

export interface WarmReport {
  readonly samples: readonly Sample[];
  /** Timers, sockets and the like at each sample. */
  readonly resources: readonly number[];
  readonly counts: Readonly<Record<Kind, number>>;
  readonly isDone: boolean;
}

const SAMPLES = 30;
/** Of each kind, before the first sample: modules are loaded, clients connected, and code is compiled. */
const WARM_UP = 300;

const [folder = "", invocations = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(join(folder, "index.mjs")).href);
const kinds = createSequence();
const samples: Sample[] = [];
const resources: number[] = [];
const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
const step = Math.floor(Number(invocations) / SAMPLES);

// Side by side, as most of it is waiting
for (let index = 0; index < WARM_UP; index += WARM_UP / 10)
  await Promise.all(KINDS.flatMap((kind) => invokeOften(kind, index, WARM_UP / 10)));
for (let index = 0; index < Number(invocations); ) {
  const waiting: Promise<void>[] = [];
  for (const end = Math.min(index + step, Number(invocations)); index < end; index++) {
    const kind = kinds[index % kinds.length] ?? "http";
    counts[kind]++;
    const invoking = invoke(kind, index);
    // They are only waiting: other invocations go on beside them
    if (kind === "timeouts") waiting.push(invoking);
    else await invoking;
    // As between any two invocations: until then nothing that a WeakRef has shown is let go
    await setImmediate();
  }
  await Promise.all(waiting);
  takeSample(index);
  process.send?.({ samples, resources, counts, isDone: false } satisfies WarmReport);
}
process.send?.({ samples, resources, counts, isDone: true } satisfies WarmReport);
process.disconnect();

async function invoke(kind: Kind, index: number): Promise<void> {
  const event = JSON.parse(JSON.stringify(createEvent(kind, index)));
  const result = await handler(event, createContext(`request-${index}`, 60_000));
  if (kind === "http") assert.equal(result.statusCode, 200);
  if (kind === "timeouts") assert.equal(result.statusCode, 504);
  if (kind === "jobs") assert.deepEqual(result, { batchItemFailures: [] });
}

function invokeOften(kind: Kind, first: number, count: number): Promise<void>[] {
  return Array.from({ length: count }, (_, offset) => invoke(kind, first + offset));
}

function takeSample(invocations: number): void {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  samples.push({ invocations, bytes: heapUsed + external });
  resources.push(process.getActiveResourcesInfo().length);
}

/** Each kind as often as its weight says, evenly mixed; the same in each run. */
function createSequence(): readonly Kind[] {
  const places = KINDS.flatMap((kind) =>
    Array.from({ length: WEIGHTS[kind] }, (_, index) => ({
      kind,
      at: (index + 0.5) / WEIGHTS[kind],
    })),
  );
  return places.sort((a, b) => a.at - b.at).map(({ kind }) => kind);
}
