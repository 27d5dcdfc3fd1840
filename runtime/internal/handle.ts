import { INTERNAL_QUEUE, SENDING_SECONDS } from "../../manifest/internal-queue-name.ts";
import type { JobSource } from "../queue/job.ts";
import type { Message } from "../queue/message.ts";
import type { Runtime } from "../runtime.ts";
import { loadSocket } from "../socket/load.ts";
import { refuseJob } from "./refuse-job.ts";
import { findSchedule } from "./schedule.ts";
import { showField } from "./show-field.ts";

export { runSchedule } from "./run-schedule.ts";

/** What a message of the internal queue asks for: its body is JSON, and `kind` says what else is in it. */
export function findJob({ body }: Message, runtime: Runtime): JobSource {
  const { entry } = runtime;
  const fields = parseFields(body);
  if (fields.kind === "schedule") return findSchedule(fields, entry.schedules);
  if (fields.kind === "socket") return findSocketJob(fields, runtime);
  return refuseJob("queue", INTERNAL_QUEUE, `No job has the kind ${showField(fields.kind)}`);
}

function findSocketJob(fields: Readonly<Record<string, unknown>>, runtime: Runtime): JobSource {
  return {
    kind: "socket",
    name: typeof fields.type === "string" ? fields.type : showField(fields.type),
    timeoutSeconds: SENDING_SECONDS,
    async load() {
      const { loadSocketJob } = await loadSocket(runtime.entry);
      return await loadSocketJob(fields, runtime);
    },
  };
}

function parseFields(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
