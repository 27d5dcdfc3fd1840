import type { ScheduleEntry } from "../../manifest/entry.ts";
import type { ScheduledJob, ScheduleHandler } from "../../sdk/schedules.ts";
import { prepareJob } from "../queue/hooks.ts";
import type { JobModule, JobSource } from "../queue/job.ts";
import { loadJobExports } from "../queue/job-exports.ts";
import { refuseJob } from "./refuse-job.ts";
import { showField } from "./show-field.ts";

/** The fields of a ScheduleJob, which whoever may send to the queue has written. */
type Fields = Readonly<Record<string, unknown>>;

/** @param schedules Of the backend, by name. */
export function findSchedule(
  { name, scheduledAt }: Fields,
  schedules: Readonly<Record<string, ScheduleEntry>>,
): JobSource {
  const kind = "schedule";
  const text = typeof name === "string" ? name : showField(name);
  const schedule = Object.hasOwn(schedules, text) ? schedules[text] : undefined;
  if (schedule === undefined) return refuseJob(kind, text, describeUnknown(text, schedules));
  const time = new Date(typeof scheduledAt === "string" ? scheduledAt : Number.NaN);
  if (Number.isNaN(time.getTime()))
    return refuseJob(kind, text, `"scheduledAt" is ${showField(scheduledAt)}, must be a time`);
  let loading: Promise<JobModule> | undefined;
  const load = () => {
    loading ??= loadSchedule(text, schedule, time);
    return loading;
  };
  return { kind, name: text, timeoutSeconds: schedule.timeoutSeconds, load };
}

function describeUnknown(name: string, schedules: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(schedules).join(", ");
  return `No schedule "${name}". ${names === "" ? "This backend has none" : `Schedules: ${names}`}`;
}

/** @throws TypeError if the default export is no function. */
async function loadSchedule(
  name: string,
  entry: ScheduleEntry,
  scheduledAt: Date,
): Promise<JobModule> {
  const { cron } = entry;
  const { handler, hooks, retryDelay } = await loadJobExports<ScheduleHandler>(entry);
  return {
    retryDelay,
    prepare({ messageId: jobId, receivedCount }, deadline) {
      const job: ScheduledJob = {
        name,
        jobId,
        cron,
        scheduledAt,
        receivedCount,
        // Most handlers never touch it, and only then is it made.
        get signal() {
          return deadline.signal;
        },
      };
      return prepareJob(job, handler, hooks, () => `job ${jobId} of schedule "${name}"`);
    },
  };
}
