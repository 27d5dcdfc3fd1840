import { type ScheduledJob, socket } from "queuerun/sdk";
import { type Event, ROOM } from "../lib/room.ts";

/** Locally it runs with `queuerun run clock`, or by itself with `queuerun dev --schedules`. */
export const schedule = "every 15 minutes";

export default async function tell({ scheduledAt }: ScheduledJob) {
  const event: Event = { kind: "notice", text: `It is ${scheduledAt.toISOString()}` };
  await socket.channel(ROOM).send(event);
}
