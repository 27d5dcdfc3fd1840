import { createScheduleJob } from "../manifest/internal-job.ts";
import { INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import type { Schedule } from "../manifest/manifest.ts";
import { SCHEDULES } from "./access-keys.ts";
import type { LocalCloud } from "./local-cloud.ts";
import { describeNextRun, nextRun } from "./next-run.ts";

export interface SchedulerOptions {
  readonly output: (line: string) => void;
  /** Default: that of the machine. */
  readonly clock?: Clock;
}

export interface Clock {
  now(): Date;
  /** Calls back after some milliseconds, unless the returned function is called before. */
  setTimer(callback: () => void, milliseconds: number): () => void;
}

export interface Scheduler {
  close(): void;
}

type Cloud = Pick<LocalCloud, "manifest" | "events" | "concurrency" | "queues">;

/** A run that is later than that, as after a sleep of the machine, is left out. */
const LATEST_MS = 60_000;
/** Node's timers hold no more than 24 days, and the machine's clock may be set. */
const LONGEST_TIMER_MS = 3_600_000;

const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  setTimer(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * Sends schedules to the internal queue when they are due, as EventBridge Scheduler does. Nothing is
 * sent while the backend is paused: in AWS its schedules are disabled then.
 */
export function startScheduler(
  cloud: Cloud,
  { output, clock = SYSTEM_CLOCK }: SchedulerOptions,
): Scheduler {
  let { schedules } = cloud.manifest;
  /** Whatever was due until then is done with. */
  let doneUntil = clock.now();
  let cancel = () => {};

  function plan(): void {
    cancel();
    const times = schedules.flatMap((schedule) => nextRun(schedule, doneUntil)?.getTime() ?? []);
    if (times.length === 0) return;
    const milliseconds = Math.min(...times) - clock.now().getTime();
    cancel = clock.setTimer(tick, Math.min(Math.max(milliseconds, 0), LONGEST_TIMER_MS));
  }

  function tick(): void {
    const now = clock.now();
    for (const schedule of schedules) {
      const dueAt = nextRun(schedule, doneUntil);
      if (dueAt !== null && dueAt <= now) void fire(cloud, schedule, dueAt, { output, now });
    }
    doneUntil = now;
    plan();
  }

  const reload = () => {
    tick();
    schedules = cloud.manifest.schedules;
    plan();
  };
  cloud.events.on("reload", reload);
  plan();
  return {
    close() {
      cloud.events.off("reload", reload);
      cancel();
    },
  };
}

/** Never rejects. */
async function fire(
  { queues, concurrency }: Cloud,
  schedule: Schedule,
  dueAt: Date,
  { output, now }: { readonly output: (line: string) => void; readonly now: Date },
): Promise<void> {
  const title = `Schedule "${schedule.name}" is due`;
  if (now.getTime() - dueAt.getTime() > LATEST_MS)
    return output(`${title} since ${dueAt.toISOString()}: it is too late for this run`);
  if (concurrency.reserved === 0) return output(`${title}, and left out: the backend is paused`);
  output(`${title}. Next run: ${describeNextRun(schedule, now)}`);
  try {
    // As AWS writes times: without milliseconds
    const job = createScheduleJob(schedule.name, dueAt.toISOString().replace(".000Z", "Z"));
    await queues.send(INTERNAL_QUEUE, JSON.stringify(job), {}, SCHEDULES);
  } catch (error) {
    output(`${title}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
