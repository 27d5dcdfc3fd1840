import { type Invocation, runInvocation } from "../../sdk/context.ts";
import type { JobMiddleware, UncheckedJob } from "../../sdk/jobs.ts";
import { decodePayload } from "../../sdk/payload.ts";
import { settlePushes } from "../../sdk/push.ts";
import { type Deadline, runWithDeadline } from "../deadline.ts";
import type { Log } from "../log.ts";
import type { Message } from "./message.ts";
import type { QueueModule } from "./queue-module.ts";

/**
 * Runs the handler of a message, with its middleware, for at most `milliseconds`. The pushes it makes
 * are part of it: it is not done before they are.
 * @param load Loads the queue's modules: their time is the job's time.
 * @throws What the handler threw, UnawaitedPushError or DeadlineError.
 */
export async function runJob(
  message: Message,
  load: () => Promise<QueueModule>,
  invocation: Invocation,
  milliseconds: number,
  log: Log,
): Promise<void> {
  const run = async (deadline: Deadline) => {
    const module = await load();
    const job = createJob(message, deadline);
    try {
      await runHandler(module, job);
    } catch (error) {
      await reportError(module, error, job, log);
      // The first error is the one to look for; that of a push would hide it.
      await settlePushes(invocation).catch((pushError) => log.error(pushError));
      throw error;
    }
    await settlePushes(invocation);
  };
  await runInvocation(invocation, () => runWithDeadline(milliseconds, run));
}

function createJob(message: Message, deadline: Deadline): UncheckedJob {
  const { messageId, queue = "", groupId, sequenceNumber, details } = message;
  return {
    payload: decodePayload({ body: message.body, isBytes: details.isBytes }),
    jobId: messageId,
    queueName: queue,
    groupId,
    sequenceNumber,
    params: details.params,
    queuedAt: message.sentAt,
    receivedCount: message.receivedCount,
    // Most handlers never touch it, and only then is it made.
    get signal() {
      return deadline.signal;
    },
  };
}

async function runHandler({ handler, middleware }: QueueModule, job: UncheckedJob): Promise<void> {
  if (!(await isEnded(middleware, job))) await handler(job.payload, job);
  for (const { onResponse } of middleware.toReversed()) await onResponse?.(job);
}

async function isEnded(middleware: readonly JobMiddleware[], job: UncheckedJob): Promise<boolean> {
  for (const { onRequest } of middleware) if ((await onRequest?.(job)) !== undefined) return true;
  return false;
}

async function reportError(
  { middleware }: QueueModule,
  error: unknown,
  job: UncheckedJob,
  log: Log,
): Promise<void> {
  for (const { onError } of middleware.toReversed()) {
    try {
      await onError?.(error, job);
    } catch (failure) {
      log.error(`onError failed (job ${job.jobId} of queue "${job.queueName}"):`, failure);
    }
  }
}
