import type { ModuleNamespace, QueueEntry } from "../../manifest/entry.ts";
import type { JobHandler, UncheckedJob } from "../../sdk/jobs.ts";
import { decodePayload } from "../../sdk/payload.ts";
import type { Deadline } from "../deadline.ts";
import { loadOnce } from "../modules.ts";
import { prepareJob } from "./hooks.ts";
import type { JobModule } from "./job.ts";
import type { Message } from "./message.ts";

/** @throws TypeError if the default export is no function. */
export async function loadQueue({ load, middleware, file }: QueueEntry): Promise<JobModule> {
  const [module, ...outer] = await Promise.all([load, ...middleware].map(loadOnce));
  const handler = module?.default as JobHandler;
  if (typeof handler !== "function")
    throw new TypeError(`${file}: the default export is ${typeof handler}, must be a function`);
  const config = module?.config as { readonly retryDelay?: unknown } | undefined;
  const hooks = [...outer, module as ModuleNamespace];
  return {
    retryDelay: config?.retryDelay,
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
