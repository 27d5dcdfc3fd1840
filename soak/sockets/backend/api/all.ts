import { type HttpRequest, socket } from "queuerun/sdk";

export const config = { timeout: 29 };

/** Sends a message to all members of the channel. */
export async function post({ body }: HttpRequest) {
  await socket.channel("all").send(body);
  return null;
}
