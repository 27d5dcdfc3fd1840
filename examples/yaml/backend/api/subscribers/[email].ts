// PUT /subscribers/{email}
import { type HttpRequest, queues, reply } from "queuerun/sdk";

export async function put({ params }: HttpRequest<"/subscribers/[email]">) {
  const jobId = await queues.welcome.push({ email: params.email });
  return reply({ jobId }, { status: 202 });
}
