import { type SocketCredentials, type SocketMessage, socket } from "queuerun/sdk";

export function authenticate({ query }: SocketCredentials) {
  return { id: String(query.user) };
}

export async function onConnect() {
  await socket.channel("all").join();
}

export default ({ data }: SocketMessage) => ({ echo: data });
