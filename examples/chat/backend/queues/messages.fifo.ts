import { socket } from "queuerun/sdk";
import { type Event, ROOM } from "../lib/room.ts";

/** Here a real chat would keep the message, too. */
export default async function deliver(message: { name: string; text: string }) {
  const event: Event = { kind: "message", ...message };
  await socket.channel(ROOM).send(event);
}
