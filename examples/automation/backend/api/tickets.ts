// POST /tickets
import { queues, reply } from "queuerun/sdk";

export async function post() {
  const ticket = crypto.randomUUID();
  await queues.print.push({ ticket });
  return reply({ ticket }, { status: 202 });
}
