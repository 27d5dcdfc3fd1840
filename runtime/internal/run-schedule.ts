import type { Context } from "aws-lambda";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue-name.ts";
import { decodeDetails } from "../../sdk/attribute.ts";
import type { Log } from "../log.ts";
import { createInvocation } from "../queue/invocation.ts";
import { runJob } from "../queue/job.ts";
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
  const invocation = createInvocation(message, job, { runtime, context, log });
  try {
    await runJob(message, job, invocation, log);
    return null;
  } catch (error) {
    invocation.reports.add(error);
    throw error;
  } finally {
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
