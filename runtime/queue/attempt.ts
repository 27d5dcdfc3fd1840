import { runInvocation } from "../../sdk/context.ts";
import type { Batch } from "./batch.ts";
import { failJob } from "./failure.ts";
import { JobInvocation } from "./invocation.ts";
import { type JobEnd, JobRun, type JobSource } from "./job.ts";
import type { Message } from "./message.ts";
import type { Failure, Outcome } from "./order.ts";
import { enterInvocation } from "./run-jobs-apart.ts";

/** Kept back from the jobs, to tell SQS of those that failed. The function's timeout has 5 s to spare. */
const MARGIN_MS = 1_000;

/**
 * Runs a message's job once, within `runJobsApart`, and calls `settle` once, maybe before it returns. Never
 * throws: whatever happens, its neighbours keep their results.
 */
export function attempt(message: Message, batch: Batch, settle: (outcome: Outcome) => void): void {
  try {
    begin(message, batch, settle);
  } catch (error) {
    settleLater(Promise.reject(error), message, batch, settle);
  }
}

function begin(message: Message, batch: Batch, settle: (outcome: Outcome) => void): void {
  const source = batch.find(message);
  const leftMs = batch.context.getRemainingTimeInMillis() - MARGIN_MS;
  if (leftMs < source.timeoutSeconds * 1000) {
    settleLater(giveBack(message, batch, source, leftMs), message, batch, settle);
    return;
  }
  const invocation = new JobInvocation(message, source, batch);
  const end: JobEnd = (failure) => {
    const { pendingReports } = invocation;
    if (failure === undefined && pendingReports === undefined) settle("done");
    else
      settleLater(
        failure === undefined
          ? invocation.reports.settled().then(() => "done")
          : runInvocation(invocation, () =>
              failJob(message, { batch, source }, invocation, failure.error),
            ),
        message,
        batch,
        settle,
      );
  };
  enterInvocation(invocation);
  new JobRun(message, source, invocation, batch.log, end).start(batch.timer);
}

function settleLater(
  outcome: Promise<Outcome>,
  { messageId }: Message,
  { queue, log }: Batch,
  settle: (outcome: Outcome) => void,
): void {
  outcome.then(settle, () => {
    // Handling the failure has failed, as with an error that throws when it is looked at.
    log.error(`Job ${messageId} of queue "${queue}" failed with a strange error`);
    settle({ retrySeconds: 0 });
  });
}

/** Another invocation has the time that this one lacks. */
async function giveBack(
  message: Message,
  batch: Batch,
  { kind, name, timeoutSeconds }: JobSource,
  leftMs: number,
): Promise<Failure> {
  batch.log.warn(
    `Job ${message.messageId} of ${kind} "${name}" not begun: ${leftMs / 1000} s are left, it may take ${timeoutSeconds} s`,
  );
  await hold(message, batch, 0);
  return { retrySeconds: 0 };
}

/** Makes a message that was not run visible after some seconds. Never rejects. */
export async function hold(message: Message, batch: Batch, seconds: number): Promise<void> {
  const { changeVisibility } = await batch.tellSqs();
  await changeVisibility(message, seconds);
}
