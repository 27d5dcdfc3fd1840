import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import { roleStatements } from "../iam/managed-policies.ts";
import { allows, parsePolicy, type Statement, trustsService } from "../iam/policy-document.ts";
import type { Store } from "../store.ts";
import type { Schedule } from "./entities.ts";
import { isExpression, isTimeZone } from "./expression.ts";
import { groupArn } from "./schedule-group.ts";

const TRUST_POLICY = { title: "ACLSizePerRole", maximum: Number.POSITIVE_INFINITY };

/** @throws AwsError for a schedule that Scheduler refuses, or Error for one that could send nothing. */
export function checkSchedule(client: Client, store: Store, schedule: Schedule): void {
  const { groupName, scheduleExpression, scheduleExpressionTimezone: timezone } = schedule;
  const group = groupArn(client, groupName);
  if (groupName !== "default" && store.get("scheduleGroup", group) === undefined)
    throw new AwsError("ResourceNotFoundException", `Schedule group ${groupName} does not exist.`);
  const refuse: (reason: string) => never = (reason) => {
    throw new AwsError("ValidationException", reason);
  };
  if (!isExpression(scheduleExpression))
    refuse(`Invalid Schedule Expression ${scheduleExpression}.`);
  if (!isTimeZone(timezone))
    refuse(`The ScheduleExpressionTimezone ${timezone} that you provided is not valid.`);
  checkRole(client, store, schedule, group, refuse);
}

function checkRole(
  { accountId }: Client,
  store: Store,
  { target }: Schedule,
  group: string,
  refuse: (reason: string) => never,
): void {
  const role = store.list("role").find(({ arn }) => arn === target.roleArn);
  const trust = role === undefined ? [] : parsePolicy(role.assumeRolePolicy, TRUST_POLICY);
  const letsIn = trust.filter((statement) => isMetBy(statement, accountId, group));
  if (!trustsService(letsIn, "scheduler.amazonaws.com"))
    refuse(
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    );
  // Scheduler would notice when it sends the first message only
  if (store.get("queue", target.arn) === undefined)
    throw new Error(`The target ${target.arn} of the schedule does not exist`);
  if (!allows(roleStatements(store, role?.name ?? ""), "sqs:SendMessage", target.arn))
    throw new Error(`The role ${target.roleArn} may not send to ${target.arn}`);
}

/** Scheduler says for which account, and for which group, it takes a role. */
function isMetBy({ Condition: conditions = {} }: Statement, account: string, group: string) {
  const sent: Readonly<Record<string, string>> = {
    "aws:SourceAccount": account,
    "aws:SourceArn": group,
  };
  return Object.values(conditions)
    .flatMap((keys) => Object.entries(keys as Readonly<Record<string, string | string[]>>))
    .every(([key, values]) => [values].flat().includes(sent[key] ?? ""));
}
