/**
 * A local cloud in a process of its own, as `queuerun dev` has one: so its memory can be measured, and
 * whoever loads it does not stand in its way. Started by `start.ts`, it ends with who has started it.
 */
import { randomUUID } from "node:crypto";
import type { Batch } from "../../dev/event-source-mapping.ts";
import type { LocalCloud } from "../../dev/local-cloud.ts";
import { startLocalCloud } from "../../dev/start-local-cloud.ts";
import type {
  Call,
  CloudOptions,
  HandledBatch,
  Memory,
  Operations,
  Report,
  SentMessage,
} from "./protocol.ts";

process.once("message", (options: CloudOptions) => void start(options));

/** Shown when something goes wrong, which is told soon. */
const MAX_LINES = 100;
const lines: string[] = [];

function keepLine(line: string): void {
  lines.push(line);
  if (lines.length > MAX_LINES) lines.shift();
}

async function start({ variables, ...options }: CloudOptions): Promise<void> {
  try {
    const cloud = await startLocalCloud({
      ...options,
      environment: async () => variables,
      output: keepLine,
    });
    serve(cloud);
  } catch (error) {
    report({ kind: "failed", reason: describe(error) });
    process.disconnect();
  }
}

function serve(cloud: LocalCloud): void {
  const operations: Operations = {
    memory: measureMemory,
    rebuild: () => cloud.rebuild(),
    setConcurrency: (concurrency) => cloud.setConcurrency(concurrency),
    count: (queue) => cloud.queues.count(queue),
    deadLetters: (queue) => cloud.queues.deadLetters(queue),
    drained: () => cloud.drained(),
    log: () => lines,
    send: (queue, messages) => send(cloud, queue, messages),
  };
  cloud.events.on("batch", (batch) => report({ kind: "batch", batch: summarize(batch) }));
  process.on("message", (call: Call) => void answer(operations, call));
  process.once("disconnect", () => void cloud.close());
  // A terminal interrupts all processes: this one ends after the one that has started it
  process.on("SIGINT", () => {});
  report({
    kind: "started",
    addresses: { url: cloud.url, webSocketUrl: cloud.webSocketUrl },
  });
}

async function send(
  { queues }: LocalCloud,
  queue: string,
  messages: readonly SentMessage[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const { body, groupId } of messages) {
    const options = groupId === undefined ? {} : { groupId, deduplicationId: randomUUID() };
    ids.push(await queues.send(queue, body, options));
  }
  return ids;
}

async function answer(operations: Operations, { id, operation, input }: Call): Promise<void> {
  try {
    // The caller is typed by the same table
    const run = operations[operation] as (...input: readonly unknown[]) => unknown;
    report({ kind: "answer", id, value: await run(...input) });
  } catch (error) {
    report({ kind: "refusal", id, reason: describe(error) });
  }
}

function measureMemory(): Memory {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed + external };
}

function summarize({ queue, messages, failed, error }: Batch): HandledBatch {
  return {
    queue,
    messages: messages.map(({ MessageId, Attributes }) => ({
      id: MessageId,
      receives: Number(Attributes?.ApproximateReceiveCount),
      isFailed: failed.has(MessageId),
    })),
    error: error?.errorType,
  };
}

function report(message: Report): void {
  // Who has started it may be gone before it has ended
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
