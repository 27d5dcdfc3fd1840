import { type HttpRequest, queues, reply } from "queuerun/sdk";
import type { Work } from "../_job.ts";

export const config = { timeout: 1 };

interface Jobs {
  readonly queue: string;
  readonly jobs: readonly (Work & { readonly group?: string })[];
}

export async function post({ body }: HttpRequest) {
  const { queue, jobs } = body as Jobs;
  const pushes = jobs.map(({ group, ...work }) => push(queue, work, group));
  await Promise.all(pushes);
  return reply(null, { status: 202 });
}

/** Sent again, a job of a FIFO queue is the same job. */
function push(queue: string, work: Work, group: string | undefined): Promise<string> {
  if (group === undefined) return queues.get(queue).push(work);
  return queues.get(queue).push(work, { group, dedupe: String(work.id) });
}
