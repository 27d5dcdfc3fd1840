import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import type { JobSource } from "../queue/job.ts";
import type { Message } from "../queue/message.ts";
import type { Runtime } from "../runtime.ts";
import { refuseJob } from "./refuse-job.ts";
import { findSchedule } from "./schedule.ts";

export { runSchedule } from "./run-schedule.ts";

/** What a message of the internal queue asks for: its body is JSON, and `kind` says what else is in it. */
export function findJob({ body }: Message, { entry }: Pick<Runtime, "entry">): JobSource {
  const fields = parseFields(body);
  if (fields.kind === "schedule") return findSchedule(fields, entry.schedules);
  return refuseJob("queue", INTERNAL_QUEUE, `No job has the kind ${JSON.stringify(fields.kind)}`);
}

function parseFields(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
