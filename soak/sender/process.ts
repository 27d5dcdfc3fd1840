/**
 * Loads an unpacked deployment package and pushes jobs through its handler: `node process.ts FOLDER
 * INVOCATIONS JOBS`. Tells whoever has started it what became of each.
 */
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createContext, createHttpEvent } from "../../tests/support/http-event.ts";

/** What became of one push: the job's ID, or why it was not sent. */
export type PushResult =
  | { readonly jobId: string }
  | { readonly name: string; readonly message: string };

export interface InvocationReport {
  readonly how: "awaited" | "unawaited";
  readonly payloads: readonly string[];
  /** Undefined for a standard queue. */
  readonly group: string | undefined;
  /** Of the answer; 0 if there is none after a minute, or the handler threw. */
  readonly status: number;
  /** Of what was awaited, if it was answered. */
  readonly results?: readonly PushResult[];
}

/** Side by side, as every instance has its own SQS to wait for. */
const LANES = 48;
const HANG_MS = 60_000;

const [folder = "", invocations = "", jobs = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(join(folder, "index.mjs")).href);
const waiting = Array.from({ length: Number(invocations) }, (_, index) => index);
await Promise.all(Array.from({ length: LANES }, runLane));
process.disconnect();

async function runLane(): Promise<void> {
  for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
    const how = index % 3 === 2 ? "unawaited" : "awaited";
    const payloads = Array.from({ length: Number(jobs) }, (_, job) => `${index}-${job}`);
    const group = index % 2 === 0 ? undefined : `group-${index}`;
    const ending = await invoke(how, index, { payloads, group });
    process.send?.({ how, payloads, group, ...ending } satisfies InvocationReport);
  }
}

async function invoke(how: string, index: number, pushes: object) {
  const body = JSON.stringify(pushes);
  const event = createHttpEvent("POST", `/pushes/${how}`, { body });
  const answered = handler(event, createContext(`request-${index}`)).catch(() => undefined);
  const result = await Promise.race([answered, setTimeout(HANG_MS, undefined, { ref: false })]);
  const { statusCode: status = 0, body: text = "" } = result ?? {};
  return { status, ...(status === 200 ? { results: JSON.parse(text) } : {}) };
}
