import type { ModuleNamespace, ScheduleEntry } from "../../manifest/entry.ts";
import type { ScheduledJob, ScheduleHandler } from "../../sdk/schedules.ts";
import { loadOnce } from "../modules.ts";
import { prepareJob } from "../queue/hooks.ts";
import type { JobModule, JobSource } from "../queue/job.ts";
import { refuseJob } from "./refuse-job.ts";

/** The fields of a ScheduleJob, which whoever may send to the queue has written. */
type Fields = Readonly<Record<string, unknown>>;

/** @param schedules Of the backend, by name. */
export function findSchedule(
  { name, scheduledAt }: Fields,
  schedules: Readonly<Record<string, ScheduleEntry>>,
): JobSource {
  const kind = "schedule";
  const text = String(name);
  const schedule = Object.hasOwn(schedules, text) ? schedules[text] : undefined;
  if (schedule === undefined) return refuseJob(kind, text, describeUnknown(text, schedules));
  const time = new Date(String(scheduledAt));
  if (Number.isNaN(time.getTime()))
    return refuseJob(kind, text, `"scheduledAt" is ${JSON.stringify(scheduledAt)}, must be a time`);
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
  { load, middleware, file, cron }: ScheduleEntry,
  scheduledAt: Date,
): Promise<JobModule> {
  const [module, ...outer] = await Promise.all([load, ...middleware].map(loadOnce));
  const handler = module?.default as ScheduleHandler;
  if (typeof handler !== "function")
    throw new TypeError(`${file}: the default export is ${typeof handler}, must be a function`);
  const config = module?.config as { readonly retryDelay?: unknown } | undefined;
  const hooks = [...outer, module as ModuleNamespace];
  return {
    retryDelay: config?.retryDelay,
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
      return prepareJob(job, handler, hooks, `job ${jobId} of schedule "${name}"`);
    },
  };
}
