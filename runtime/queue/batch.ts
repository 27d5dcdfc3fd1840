import type { Context } from "aws-lambda";
import type { QueueEntry } from "../../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue-name.ts";
import type { Transport } from "../../sdk/context.ts";
import { loadInternal } from "../internal/load.ts";
import type { Log } from "../log.ts";
import { makeOnce } from "../modules.ts";
import type { Runtime } from "../runtime.ts";
import type { JobSource } from "./job.ts";
import { JobTimer } from "./job-timer.ts";
import type { Message } from "./message.ts";
import { loadQueue } from "./queue-module.ts";
import { createTransport } from "./transport.ts";
import { type ChangeVisibility, createVisibility } from "./visibility.ts";

/** What the messages of one queue share in one invocation. */
export interface Batch {
  /** Name of the queue. */
  readonly queue: string;
  readonly entry: QueueEntry;
  readonly runtime: Runtime;
  readonly context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;
  /** What a message of the queue asks for. */
  readonly find: (message: Message) => JobSource;
  readonly timer: JobTimer;
  /** What SQS is told of jobs that are not done: the same for all of them, as their requests are joined. */
  readonly tellSqs: () => Promise<TellSqs>;
  readonly log: Log;
}

interface TellSqs {
  readonly deadLetters: Transport;
  readonly changeVisibility: ChangeVisibility;
}

/** Undefined for a queue that this backend does not have. */
export function createBatch(
  name: string | undefined,
  runtime: Runtime,
  context: Batch["context"],
  log: Log,
): Batch | Promise<Batch> | undefined {
  const { queues } = runtime.entry;
  const entry = name !== undefined && Object.hasOwn(queues, name) ? queues[name] : undefined;
  if (name === undefined || entry === undefined) return undefined;
  let opening: Promise<TellSqs> | undefined;
  const tellSqs = () => {
    opening ??= openSqs(name, runtime, log);
    return opening;
  };
  const batch = { queue: name, entry, runtime, context, timer: new JobTimer(), tellSqs, log };
  if (name === INTERNAL_QUEUE) return addInternalJobs(batch);
  const { timeoutSeconds } = entry;
  const load = () => makeOnce(entry, () => loadQueue(entry));
  const source: JobSource = { kind: "queue", name, timeoutSeconds, load };
  return { ...batch, find: () => source };
}

async function addInternalJobs(batch: Omit<Batch, "find">): Promise<Batch> {
  const { runtime } = batch;
  const { findJob } = await loadInternal(runtime.entry);
  return { ...batch, find: (message) => findJob(message, runtime) };
}

async function openSqs(name: string, runtime: Runtime, log: Log): Promise<TellSqs> {
  const { queueUrlPrefix, deadLetterUrlPrefix } = runtime.environment;
  const sqs = await runtime.openSqs();
  return {
    deadLetters: createTransport(sqs, deadLetterUrlPrefix, new Set([name])),
    changeVisibility: createVisibility(sqs, `${queueUrlPrefix}${name}`, log),
  };
}
