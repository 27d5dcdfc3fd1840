import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createScheduleJob } from "../manifest/internal-job.ts";
import { INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import type { Schedule } from "../manifest/manifest.ts";
import { createEventBridgeCron } from "../manifest/schedule/eventbridge-cron.ts";
import { isPaused } from "./concurrency.ts";
import type { BackendContext } from "./context.ts";
import type { QueuePair } from "./queues.ts";

/**
 * EventBridge Scheduler puts the time in its place, which a schedule is due at.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

/**
 * How long Scheduler tries to reach SQS: not the day that it would by itself, after which a run would
 * come long after its time. A run that fails is none of its business: it is retried from the queue.
 */
const RETRY_POLICY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 };

interface FiredSchedule extends Schedule {
  readonly cron: string;
}

/** The schedules that fire: each sends a job to the internal queue. */
export function createSchedules(
  context: BackendContext,
  queues: readonly QueuePair[],
  roleArn: pulumi.Output<string | undefined>,
): void {
  const fired = context.package.manifest.schedules.filter(isFired);
  const internal = queues.find(({ settings }) => settings.name === INTERNAL_QUEUE);
  if (fired.length === 0 || internal === undefined) return;
  const { name, names, options, tags } = context;
  const group = new aws.scheduler.ScheduleGroup(
    name,
    { name: names.scheduleGroup, ...tags },
    options,
  );
  // A backend with schedules that fire has the role: see `checkRoles`
  const target = { arn: internal.queue.arn, roleArn: roleArn as pulumi.Output<string> };
  for (const schedule of fired) createSchedule(context, schedule, group, target);
}

function createSchedule(
  { name, options, operation }: BackendContext,
  schedule: FiredSchedule,
  group: aws.scheduler.ScheduleGroup,
  target: { readonly arn: pulumi.Output<string>; readonly roleArn: pulumi.Output<string> },
): void {
  new aws.scheduler.Schedule(
    `${name}-${schedule.name}`,
    {
      name: schedule.name,
      groupName: group.name,
      scheduleExpression: createEventBridgeCron(schedule.cron),
      scheduleExpressionTimezone: schedule.timezone,
      flexibleTimeWindow: { mode: "OFF" },
      state: isPaused(operation) ? "DISABLED" : "ENABLED",
      target: {
        ...target,
        input: JSON.stringify(createScheduleJob(schedule.name, SCHEDULED_TIME)),
        retryPolicy: RETRY_POLICY,
      },
    },
    options,
  );
}

function isFired(schedule: Schedule): schedule is FiredSchedule {
  return schedule.cron !== null;
}
