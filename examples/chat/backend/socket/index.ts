import {
  HttpError,
  queues,
  type SocketConnect,
  type SocketCredentials,
  type SocketMessage,
  type SocketOffline,
  type SocketOnline,
  socket,
} from "queuerun/sdk";
import { type Event, MEMBERS, ROOM } from "../lib/room.ts";

const LONGEST_TEXT = 1_000;

/** Asked when somebody connects: the page says who it is in the URL that it opens. */
export function authenticate({ query: { name } }: SocketCredentials) {
  if (typeof name === "string" && MEMBERS.includes(name)) return { id: name };
  throw new HttpError(401, "There is no such member");
}

/** What is sent here arrives as soon as the connection is open. */
export async function onConnect({ user }: SocketConnect) {
  await socket.channel(ROOM).join();
  const present = await Promise.all(MEMBERS.map((name) => socket.isOnline(name)));
  const online = MEMBERS.filter((name, index) => present[index] || name === user?.id);
  const welcome: Event = { kind: "welcome", text: `Welcome, ${user?.id}`, online };
  await socket.reply(welcome);
}

export async function onOnline({ user }: SocketOnline) {
  await announce({ kind: "presence", name: user.id, online: true });
}

export async function onOffline({ user }: SocketOffline) {
  await announce({ kind: "presence", name: user.id, online: false });
}

/** The room hears it from the queue: messages keep their order, and none is lost. */
export default async function receive({ data, user }: SocketMessage) {
  const text = typeof data?.text === "string" ? data.text.trim() : "";
  if (user === null || text === "" || text.length > LONGEST_TEXT)
    throw new HttpError(400, `Send { "text": ... } of 1 to ${LONGEST_TEXT} characters`);
  await queues.messages.push({ name: user.id, text }, { group: ROOM });
}

async function announce(event: Event) {
  await socket.channel(ROOM).send(event);
}
