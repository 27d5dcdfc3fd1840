import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Log } from "../log.ts";
import type { Runtime } from "../runtime.ts";
import { attempt, hold } from "./attempt.ts";
import { type Batch, createBatch } from "./batch.ts";
import { type Message, parseNamePrefix, parseRecords } from "./message.ts";
import { type Run, runInOrder, runSideBySide } from "./order.ts";
import { runJobsApart } from "./run-jobs-apart.ts";

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
  const messages = parseRecords(event.Records, namePrefix);
  const run = (queue: string | undefined, jobs: readonly Message[]) =>
    runBatch(queue, jobs, runtime, context, log);
  const [first] = messages;
  const left =
    first !== undefined && messages.every(({ queue }) => queue === first.queue)
      ? await run(first.queue, messages)
      : await runQueues(messages, run);
  return { batchItemFailures: left.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

type RunBatch = (
  queue: string | undefined,
  messages: readonly Message[],
) => Promise<readonly Message[]>;

/** Lambda makes each batch of one queue; whoever invokes the function by hand may not. */
async function runQueues(messages: readonly Message[], run: RunBatch): Promise<Message[]> {
  const queues = Map.groupBy(messages, ({ queue }) => queue);
  const left = await Promise.all(Array.from(queues, ([queue, jobs]) => run(queue, jobs)));
  return left.flat();
}

/** Returns the messages that are not done. */
async function runBatch(
  name: string | undefined,
  messages: readonly Message[],
  runtime: Runtime,
  context: Batch["context"],
  log: Log,
): Promise<readonly Message[]> {
  const creating = createBatch(name, runtime, context, log);
  const batch = creating instanceof Promise ? await creating : creating;
  if (batch === undefined) {
    const ids = messages.map(({ messageId }) => messageId).join(", ");
    log.error(`Cannot run jobs ${ids}: this backend has no queue "${name}"`);
    return messages;
  }
  const left = await runJobsApart(() => runJobs(messages, batch));
  batch.timer.close();
  return left;
}

function runJobs(messages: readonly Message[], batch: Batch): Promise<readonly Message[]> {
  const run: Run<Message> = (message, settle) => attempt(message, batch, settle);
  if (!batch.entry.fifo) return runSideBySide(messages, run);
  const groups = Map.groupBy(messages, ({ groupId }) => groupId);
  return runInOrder(
    Array.from(groups.values()),
    batch.entry.groups === "concurrent",
    run,
    (message, { retrySeconds }) => hold(message, batch, retrySeconds),
  );
}
