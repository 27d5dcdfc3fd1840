import type { Context } from "aws-lambda";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue-name.ts";
import { decodeDetails } from "../../sdk/attribute.ts";
import { runInvocation } from "../../sdk/context.ts";
import type { Log } from "../log.ts";
import { JobInvocation } from "../queue/invocation.ts";
import { type JobEnd, JobRun } from "../queue/job.ts";
import { JobTimer } from "../queue/job-timer.ts";
import type { Runtime } from "../runtime.ts";
import { findSchedule } from "./schedule.ts";

/**
 * Runs a schedule by hand: whoever invoked the function with a ScheduleJob waits for it, and gets its
 * error. It is not tried again.
 * @throws What the job failed with.
 */
export async function runSchedule(
  event: Readonly<Record<string, unknown>>,
  runtime: Runtime,
  context: Context,
  log: Log = console,
): Promise<null> {
  const job = findSchedule(event, runtime.entry.schedules);
  const message = createMessage(context.awsRequestId, event);
  const invocation = new JobInvocation(message, job, { runtime, context, log });
  const timer = new JobTimer();
  try {
    await new Promise<void>((resolve, reject) => {
      const end: JobEnd = (failure) => (failure ? reject(failure.error) : resolve());
      const run = new JobRun(message, job, invocation, log, end);
      runInvocation(invocation, () => run.start(timer));
    });
    return null;
  } catch (error) {
    invocation.reports.add(error);
    throw error;
  } finally {
    timer.close();
    await invocation.reports.settled();
  }
}

/** As if it had come through the queue, for the first time. */
function createMessage(messageId: string, event: object) {
  const body = JSON.stringify(event);
  return {
    messageId,
    receiptHandle: "",
    queue: INTERNAL_QUEUE,
    body,
    attribute: undefined,
    details: decodeDetails(undefined),
    groupId: undefined,
    sequenceNumber: undefined,
    receivedCount: 1,
    sentAt: new Date(),
  };
}
