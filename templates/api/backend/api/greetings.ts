import { HttpError, type HttpRequest, queues, reply } from "queuerun/sdk";

/** Answers at once, and leaves the work to a queue. */
export async function post({ body }: HttpRequest<"/greetings", { name?: unknown } | null>) {
  const name = body?.name;
  if (typeof name !== "string") throw new HttpError(422, 'The body must be { "name": "..." }');
  const jobId = await queues.greetings.push({ name });
  return reply({ jobId }, { status: 202 });
}
