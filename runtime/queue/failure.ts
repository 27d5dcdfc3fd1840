import { JobError } from "../../sdk/job-error.ts";
import { DeadlineError } from "../deadline-error.ts";
import type { Batch } from "./batch.ts";
import { createDeadLetter } from "./dead-letter.ts";
import type { JobInvocation } from "./invocation.ts";
import type { JobSource } from "./job.ts";
import type { Message } from "./message.ts";
import type { Outcome } from "./order.ts";
import { chooseRetryDelay, defaultRetryDelay } from "./retry-delay.ts";

/** A batch, with what one of its messages asks for. */
interface Failed {
  readonly batch: Batch;
  readonly source: JobSource;
}

/** Says what becomes of a job that has failed, and tells SQS and `onError` of `index.ts`. */
export async function failJob(
  message: Message,
  failed: Failed,
  { reports }: JobInvocation,
  error: unknown,
): Promise<Outcome> {
  reports.add(error);
  const [outcome] = await Promise.all([giveUpOrRetry(message, failed, error), reports.settled()]);
  return outcome;
}

async function giveUpOrRetry(message: Message, failed: Failed, error: unknown): Promise<Outcome> {
  const isLast = message.receivedCount >= failed.batch.entry.maxReceives;
  const isGivenUp = error instanceof JobError && error.retry === false;
  // The later jobs of its message group have been received as often: were this one left to SQS, they
  // would be given back once more, and move to the dead-letter queue with it, never run.
  if ((isGivenUp || (isLast && failed.batch.entry.fifo)) && (await bury(message, failed, error)))
    return "done";
  const retrySeconds = await chooseDelay(message, failed, error);
  const next = isLast ? "goes to the dead-letter queue" : `runs again in ${retrySeconds} s`;
  logFailure(message, failed, error, next);
  const { changeVisibility } = await failed.batch.tellSqs();
  await changeVisibility(message, retrySeconds);
  return { retrySeconds };
}

/** Sends a message to the dead-letter queue. Returns false if that failed: the job is tried again. */
async function bury(message: Message, failed: Failed, error: unknown): Promise<boolean> {
  const { batch, source } = failed;
  try {
    const { deadLetters } = await batch.tellSqs();
    await deadLetters.send(createDeadLetter(message, error));
  } catch (failure) {
    batch.log.error(
      `Cannot send job ${message.messageId} of ${source.kind} "${source.name}" to the dead-letter queue:`,
      failure,
    );
    return false;
  }
  logFailure(message, failed, error, "sent to the dead-letter queue");
  return true;
}

async function chooseDelay(message: Message, failed: Failed, error: unknown): Promise<number> {
  const { receivedCount } = message;
  const { batch, source } = failed;
  const { maxReceives } = batch.entry;
  try {
    // Not waited for: the job's time may have been up before its module was there
    const module = await Promise.race([source.load(), undefined]);
    return chooseRetryDelay(module?.retryDelay, { error, receivedCount, maxReceives });
  } catch (failure) {
    // If the module did not load, that is the error being handled.
    if (failure !== error)
      batch.log.error(`Retry delay of ${source.kind} "${source.name}":`, failure);
    return defaultRetryDelay(receivedCount);
  }
}

function logFailure(
  { messageId, receivedCount }: Message,
  { batch, source }: Failed,
  error: unknown,
  next: string,
) {
  const { kind, name } = source;
  const { entry, context, log } = batch;
  // The stack of a deadline is the runtime's own and would only distract.
  const what = error instanceof DeadlineError ? error.message : error;
  log.error(
    `Job ${messageId} of ${kind} "${name}" failed (receive ${receivedCount} of ${entry.maxReceives}, request ${context.awsRequestId}), ${next}:`,
    what,
  );
}
