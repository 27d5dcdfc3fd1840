import { queues, reply } from "queuerun/sdk";

export async function post() {
  const jobId = await queues.reports.push({ requestedAt: new Date().toISOString() });
  return reply({ jobId }, { status: 202 });
}
