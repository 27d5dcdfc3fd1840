import type { Arns } from "./arns.ts";
import { allow, type PolicyStatement } from "./policy-document.ts";

/** The group of schedules, and what is in it. */
export function createScheduleStatements(arns: Arns): PolicyStatement[] {
  return [
    allow(
      "Schedules",
      [
        "scheduler:CreateSchedule",
        "scheduler:GetSchedule",
        "scheduler:UpdateSchedule",
        "scheduler:DeleteSchedule",
      ],
      [arns.schedules],
    ),
    allow(
      "ScheduleGroup",
      [
        "scheduler:CreateScheduleGroup",
        "scheduler:GetScheduleGroup",
        "scheduler:DeleteScheduleGroup",
        "scheduler:ListTagsForResource",
        "scheduler:TagResource",
        "scheduler:UntagResource",
      ],
      [arns.scheduleGroup],
    ),
  ];
}
