import { createArns, type Scope } from "./arns.ts";
import type { Needs } from "./needs.ts";
import {
  allow,
  createPolicy,
  createTrust,
  type PolicyDocument,
  type TrustDocument,
} from "./policy-document.ts";

/** The scheduler tier: what schedules that are due may do, which is to put a job into the internal queue. */
export function createSchedulerPolicy(scope: Scope, needs: Needs): PolicyDocument {
  if (!needs.has("schedules")) return createPolicy([]);
  return createPolicy([allow("SendJobs", ["sqs:SendMessage"], [createArns(scope).internalQueue])]);
}

/** Only for this app's schedules: the service works for all accounts. */
export function createSchedulerTrust(scope: Scope): TrustDocument {
  return createTrust({ Service: "scheduler.amazonaws.com" }, "sts:AssumeRole", {
    StringEquals: { "aws:SourceAccount": [scope.account] },
    ArnLike: { "aws:SourceArn": [createArns(scope).scheduleGroup] },
  });
}
