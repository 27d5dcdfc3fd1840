/** A schedule that is due: the body of its message, in JSON, and the event that runs it by hand. */
export interface ScheduleJob {
  readonly kind: "schedule";
  /** `cleanup` */
  readonly name: string;
  /** `2026-11-26T04:15:00Z` */
  readonly scheduledAt: string;
}

/** @param scheduledAt In AWS, what EventBridge Scheduler puts the time in place of. */
export function createScheduleJob(name: string, scheduledAt: string): ScheduleJob {
  return { kind: "schedule", name, scheduledAt };
}
