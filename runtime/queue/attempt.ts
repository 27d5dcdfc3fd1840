import type { Context } from "aws-lambda";
import type { QueueEntry } from "../../manifest/entry.ts";
import { runInvocation, type Transport } from "../../sdk/context.ts";
import { JobError } from "../../sdk/job-error.ts";
import { DeadlineError } from "../deadline-error.ts";
import type { Log } from "../log.ts";
import type { Runtime } from "../runtime.ts";
import { createDeadLetter } from "./dead-letter.ts";
import { createInvocation, type JobInvocation } from "./invocation.ts";
import { type JobSource, runJob } from "./job.ts";
import type { Message } from "./message.ts";
import type { Failure, Outcome } from "./order.ts";
import { chooseRetryDelay, defaultRetryDelay } from "./retry-delay.ts";
import type { ChangeVisibility } from "./visibility.ts";

/** Kept back from the jobs, to tell SQS of those that failed. The function's timeout has 5 s to spare. */
const MARGIN_MS = 1_000;

/** What the messages of one queue share in one invocation. */
export interface Batch {
  /** Name of the queue. */
  readonly queue: string;
  readonly entry: QueueEntry;
  readonly runtime: Runtime;
  readonly context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;
  /** What a message of the queue asks for. */
  readonly find: (message: Message) => JobSource;
  readonly deadLetters: Transport;
  readonly changeVisibility: ChangeVisibility;
  readonly log: Log;
}

/** One message of the batch, with what it asks for. */
interface Attempt extends Omit<Batch, "find">, JobSource {}

/** Runs a message's job once. Never rejects: whatever happens, its neighbours keep their results. */
export async function attempt(message: Message, batch: Batch): Promise<Outcome> {
  try {
    return await run(message, { ...batch, ...batch.find(message) });
  } catch {
    // Handling the failure has failed, as with an error that throws when it is looked at.
    batch.log.error(
      `Job ${message.messageId} of queue "${batch.queue}" failed with a strange error`,
    );
    return { retrySeconds: 0 };
  }
}

async function run(message: Message, batch: Attempt): Promise<Outcome> {
  const leftMs = batch.context.getRemainingTimeInMillis() - MARGIN_MS;
  if (leftMs < batch.timeoutSeconds * 1000) return await giveBack(message, batch, leftMs);
  const invocation = createInvocation(message, batch, batch);
  try {
    await runJob(message, batch, invocation, batch.log);
    await invocation.reports.settled();
    return "done";
  } catch (error) {
    return await runInvocation(invocation, () => fail(message, batch, invocation, error));
  }
}

/** Another invocation has the time that this one lacks. */
async function giveBack(message: Message, batch: Attempt, leftMs: number): Promise<Failure> {
  batch.log.warn(
    `Job ${message.messageId} of ${batch.kind} "${batch.name}" not begun: ${leftMs / 1000} s are left, it may take ${batch.timeoutSeconds} s`,
  );
  await batch.changeVisibility(message, 0);
  return { retrySeconds: 0 };
}

async function fail(
  message: Message,
  batch: Attempt,
  { reports }: JobInvocation,
  error: unknown,
): Promise<Outcome> {
  reports.add(error);
  const [outcome] = await Promise.all([giveUpOrRetry(message, batch, error), reports.settled()]);
  return outcome;
}

async function giveUpOrRetry(message: Message, batch: Attempt, error: unknown): Promise<Outcome> {
  const isLast = message.receivedCount >= batch.entry.maxReceives;
  const isGivenUp = error instanceof JobError && error.retry === false;
  // The later jobs of its message group have been received as often: were this one left to SQS, they
  // would be given back once more, and move to the dead-letter queue with it, never run.
  if ((isGivenUp || (isLast && batch.entry.fifo)) && (await bury(message, batch, error)))
    return "done";
  const retrySeconds = await chooseDelay(message, batch, error);
  const next = isLast ? "goes to the dead-letter queue" : `runs again in ${retrySeconds} s`;
  logFailure(message, batch, error, next);
  await batch.changeVisibility(message, retrySeconds);
  return { retrySeconds };
}

/** Sends a message to the dead-letter queue. Returns false if that failed: the job is tried again. */
async function bury(message: Message, batch: Attempt, error: unknown): Promise<boolean> {
  try {
    await batch.deadLetters.send(createDeadLetter(message, error));
  } catch (failure) {
    batch.log.error(
      `Cannot send job ${message.messageId} of ${batch.kind} "${batch.name}" to the dead-letter queue:`,
      failure,
    );
    return false;
  }
  logFailure(message, batch, error, "sent to the dead-letter queue");
  return true;
}

async function chooseDelay(message: Message, batch: Attempt, error: unknown): Promise<number> {
  const { receivedCount } = message;
  const { maxReceives } = batch.entry;
  try {
    const { retryDelay } = await batch.load();
    return chooseRetryDelay(retryDelay, { error, receivedCount, maxReceives });
  } catch (failure) {
    // If the module did not load, that is the error being handled.
    if (failure !== error)
      batch.log.error(`Retry delay of ${batch.kind} "${batch.name}":`, failure);
    return defaultRetryDelay(receivedCount);
  }
}

function logFailure(
  { messageId, receivedCount }: Message,
  batch: Attempt,
  error: unknown,
  next: string,
) {
  const { kind, name, entry, context } = batch;
  // The stack of a deadline is the runtime's own and would only distract.
  const what = error instanceof DeadlineError ? error.message : error;
  batch.log.error(
    `Job ${messageId} of ${kind} "${name}" failed (receive ${receivedCount} of ${entry.maxReceives}, request ${context.awsRequestId}), ${next}:`,
    what,
  );
}
