import type { Context } from "aws-lambda";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import { decodeDetails } from "../../sdk/attribute.ts";
import type { Log } from "../log.ts";
import { createInvocation } from "../queue/invocation.ts";
import { runJob } from "../queue/job.ts";
import { reportError } from "../report-error.ts";
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
  { awsRequestId, getRemainingTimeInMillis }: Context,
  log: Log = console,
): Promise<null> {
  const job = findSchedule(event, runtime.entry.schedules);
  const message = createMessage(awsRequestId, event);
  try {
    await runJob(message, job, createInvocation(message, runtime, awsRequestId), log);
    return null;
  } catch (error) {
    const place = { kind: job.kind, name: job.name, requestId: awsRequestId } as const;
    await reportError(runtime, error, place, Math.max(getRemainingTimeInMillis() - 500, 0), log);
    throw error;
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
