import type { QueueEntry } from "../../manifest/entry.ts";
import type { JobHandler, UncheckedJob } from "../../sdk/jobs.ts";
import { decodePayload } from "../../sdk/payload.ts";
import type { Deadline } from "../deadline.ts";
import { prepareJob } from "./hooks.ts";
import type { JobModule } from "./job.ts";
import { loadJobExports } from "./job-exports.ts";
import type { Message } from "./message.ts";

/** @throws TypeError if the default export is no function. */
export async function loadQueue(entry: QueueEntry): Promise<JobModule> {
  const { handler, hooks, retryDelay } = await loadJobExports<JobHandler>(entry);
  return {
    retryDelay,
    prepare(message, deadline) {
      const job = createJob(message, deadline);
      const name = `job ${job.jobId} of queue "${job.queueName}"`;
      return prepareJob(job, (job) => handler(job.payload, job), hooks, name);
    },
  };
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
    user: details.user,
    // Most handlers never touch it, and only then is it made.
    get signal() {
      return deadline.signal;
    },
  };
}
