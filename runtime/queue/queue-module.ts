import type { QueueEntry } from "../../manifest/entry.ts";
import type { JobHandler, UncheckedJob } from "../../sdk/jobs.ts";
import { decodePayload } from "../../sdk/payload.ts";
import type { UserId } from "../../sdk/user.ts";
import type { Deadline } from "../deadline.ts";
import { prepareJob } from "./hooks.ts";
import type { JobModule } from "./job.ts";
import { loadJobExports } from "./job-exports.ts";
import type { Message } from "./message.ts";

/** @throws TypeError if the default export is no function. */
export async function loadQueue(entry: QueueEntry): Promise<JobModule> {
  const { handler, hooks, retryDelay } = await loadJobExports<JobHandler>(entry);
  const handle = (job: UncheckedJob) => handler(job.payload, job);
  const describe = ({ jobId, queueName }: UncheckedJob) => `job ${jobId} of queue "${queueName}"`;
  return {
    retryDelay,
    prepare: (message, deadline) =>
      prepareJob(new ReceivedJob(message, deadline), handle, hooks, describe),
  };
}

/** A class, as an object literal with a getter takes longer to make than all the rest of a job. */
class ReceivedJob implements UncheckedJob {
  readonly payload: unknown;
  readonly jobId: string;
  readonly queueName: string;
  readonly groupId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly params: { readonly [name: string]: string };
  readonly queuedAt: Date;
  readonly receivedCount: number;
  readonly user: UserId | null;
  declare readonly signal: AbortSignal;
  readonly #deadline: Deadline;

  /** Most handlers never touch it, and only then is it made. */
  static readonly #signal: PropertyDescriptor & ThisType<ReceivedJob> = {
    enumerable: true,
    get() {
      return this.#deadline.signal;
    },
  };

  constructor(message: Message, deadline: Deadline) {
    const { details } = message;
    this.payload = decodePayload({ body: message.body, isBytes: details.isBytes });
    this.jobId = message.messageId;
    this.queueName = message.queue ?? "";
    this.groupId = message.groupId;
    this.sequenceNumber = message.sequenceNumber;
    this.params = details.params;
    this.queuedAt = message.sentAt;
    this.receivedCount = message.receivedCount;
    this.user = details.user;
    this.#deadline = deadline;
    // The job's own, so that a copy has it too
    Object.defineProperty(this, "signal", ReceivedJob.#signal);
  }
}
