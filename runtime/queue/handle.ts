import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { QueueEntry } from "../../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue-name.ts";
import { loadInternal } from "../internal/load.ts";
import type { Log } from "../log.ts";
import type { Runtime } from "../runtime.ts";
import { attempt, type Batch } from "./attempt.ts";
import type { JobModule } from "./job.ts";
import { type Message, parseNamePrefix, parseRecord } from "./message.ts";
import { runInOrder, runSideBySide } from "./order.ts";
import { loadQueue } from "./queue-module.ts";
import { createTransport } from "./transport.ts";
import { createVisibility } from "./visibility.ts";

/**
 * Runs the jobs of an SQS batch. Never throws, as that would fail them all: what is not done is
 * returned as a batch item failure, with a visibility that says when it runs again. Nothing of one
 * invocation is kept for the next.
 */
export async function handleQueueEvent(
  event: SQSEvent,
  runtime: Runtime,
  context: Batch["context"],
  log: Log = console,
): Promise<SQSBatchResponse> {
  const namePrefix = parseNamePrefix(runtime.environment.queueUrlPrefix);
  const messages = event.Records.map((record) => parseRecord(record, namePrefix));
  const queues = Map.groupBy(
    messages.filter((message) => message !== undefined),
    ({ queue }) => queue,
  );
  const left = await Promise.all(
    Array.from(queues, ([name, messages]) => runBatch(name, messages, runtime, context, log)),
  );
  return { batchItemFailures: left.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Returns the messages that are not done. */
async function runBatch(
  name: string | undefined,
  messages: readonly Message[],
  runtime: Runtime,
  context: Batch["context"],
  log: Log,
): Promise<readonly Message[]> {
  const batch = await createBatch(name, runtime, context, log);
  if (batch === undefined) {
    const ids = messages.map(({ messageId }) => messageId).join(", ");
    log.error(`Cannot run jobs ${ids}: this backend has no queue "${name}"`);
    return messages;
  }
  const run = (message: Message) => attempt(message, batch);
  if (!batch.entry.fifo) return await runSideBySide(messages, run);
  const groups = Map.groupBy(messages, ({ groupId }) => groupId);
  return await runInOrder(
    Array.from(groups.values()),
    batch.entry.groups === "concurrent",
    run,
    (message, { retrySeconds }) => batch.changeVisibility(message, retrySeconds),
  );
}

async function createBatch(
  name: string | undefined,
  runtime: Runtime,
  context: Batch["context"],
  log: Log,
): Promise<Batch | undefined> {
  const { entry, environment } = runtime;
  if (name === undefined || !Object.hasOwn(entry.queues, name)) return undefined;
  const queue = entry.queues[name];
  if (queue === undefined) return undefined;
  const sqs = await runtime.openSqs();
  return {
    queue: name,
    entry: queue,
    runtime,
    context,
    find: await createFind(name, queue, runtime),
    deadLetters: createTransport(sqs, environment.deadLetterUrlPrefix, new Set([name])),
    changeVisibility: createVisibility(sqs, `${environment.queueUrlPrefix}${name}`, log),
    log,
  };
}

async function createFind(
  name: string,
  queue: QueueEntry,
  runtime: Runtime,
): Promise<Batch["find"]> {
  if (name === INTERNAL_QUEUE) {
    const { findJob } = await loadInternal(runtime.entry);
    return (message) => findJob(message, runtime);
  }
  let loading: Promise<JobModule> | undefined;
  const load = () => {
    loading ??= loadQueue(queue);
    return loading;
  };
  const { timeoutSeconds } = queue;
  return () => ({ kind: "queue", name, timeoutSeconds, load });
}
