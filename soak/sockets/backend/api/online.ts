import { type HttpRequest, socket } from "queuerun/sdk";

export const config = { timeout: 29 };

/** How many of these users are online. */
export async function post({ body }: HttpRequest) {
  const users = body as readonly string[];
  const online = await Promise.all(users.map((user) => socket.isOnline(user)));
  return { online: online.filter((isOnline) => isOnline).length };
}
