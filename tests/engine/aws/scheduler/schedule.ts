import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import { passRole } from "../iam/pass-role.ts";
import { during, type Problem, type ResourceType } from "../resource-type.ts";
import { arn, atMost, integer, oneOf } from "../rules.ts";
import { number, optionalText, text } from "../values.ts";
import { isObject, type Value, type Values } from "../wire.ts";
import { checkSchedule } from "./check-schedule.ts";
import type { Schedule } from "./entities.ts";
import { NAME } from "./schedule-group.ts";

/** What Scheduler does where nothing is said: too much for most. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

export const SCHEDULE: ResourceType = {
  token: "aws:scheduler/schedule:Schedule",
  inputs: {
    description: { check: atMost(512) },
    flexibleTimeWindow: { check: checkWindow },
    groupName: { replaces: true, check: NAME },
    name: { autoname: 64, replaces: true, check: NAME },
    region: { replaces: true },
    scheduleExpression: { check: atMost(256) },
    scheduleExpressionTimezone: { default: "UTC", check: atMost(50) },
    state: { default: "ENABLED", check: oneOf("ENABLED", "DISABLED") },
    target: {},
  },
  validate: ({ target }) => (isObject(target) ? checkTarget(target) : []),
  async create(client, inputs, created) {
    const schedule = createSchedule(client, inputs);
    const id = `${schedule.groupName}/${schedule.name}`;
    const work = putSchedule(client, schedule, "CreateSchedule");
    await during(`creating EventBridge Scheduler Schedule (${schedule.name})`, work);
    created(id);
  },
  async read(client, id) {
    const resource = client.arn("scheduler", `schedule/${id}`);
    const schedule = await client.call({ action: "scheduler:GetSchedule", resource }, (store) =>
      store.get("schedule", resource),
    );
    if (schedule === undefined) return null;
    const computed = { actionAfterCompletion: "NONE", namePrefix: "" };
    return { ...computed, ...(schedule as unknown as Values) };
  },
  async update(client, id, { olds, news }) {
    const schedule = createSchedule(client, { ...olds, ...news });
    const work = putSchedule(client, schedule, "UpdateSchedule");
    await during(`updating EventBridge Scheduler Schedule (${id})`, work);
  },
  async delete(client, id) {
    const resource = client.arn("scheduler", `schedule/${id}`);
    await client.call({ action: "scheduler:DeleteSchedule", resource }, (store) =>
      store.delete("schedule", resource),
    );
  },
};

function checkWindow(value: Value): string | undefined {
  const { mode, maximumWindowInMinutes } = isObject(value) ? value : {};
  if (mode === "OFF" && maximumWindowInMinutes === undefined) return undefined;
  return mode === "FLEXIBLE"
    ? integer(1, 1440)(maximumWindowInMinutes ?? null)
    : `expected mode OFF without a window, or FLEXIBLE, got ${JSON.stringify(value)}`;
}

function checkTarget({ arn: queue, roleArn, retryPolicy }: Values): Problem[] {
  const { maximumEventAgeInSeconds: age, maximumRetryAttempts: attempts } = isObject(retryPolicy)
    ? retryPolicy
    : {};
  const checked = {
    "target.arn": queue === undefined ? undefined : arn(queue),
    "target.roleArn": roleArn === undefined ? undefined : arn(roleArn),
    "target.retryPolicy.maximumEventAgeInSeconds": age ? integer(60, 86_400)(age) : undefined,
    "target.retryPolicy.maximumRetryAttempts": attempts ? integer(0, 185)(attempts) : undefined,
  };
  return Object.entries(checked).flatMap(([input, reason]) => (reason ? [{ input, reason }] : []));
}

function createSchedule(client: Client, inputs: Values): Schedule {
  const target = inputs.target as Values;
  const name = text(inputs.name);
  const groupName = text(inputs.groupName) || "default";
  const input = optionalText(target.input);
  return {
    arn: client.arn("scheduler", `schedule/${groupName}/${name}`),
    name,
    groupName,
    description: text(inputs.description),
    flexibleTimeWindow: inputs.flexibleTimeWindow as Schedule["flexibleTimeWindow"],
    scheduleExpression: text(inputs.scheduleExpression),
    scheduleExpressionTimezone: text(inputs.scheduleExpressionTimezone),
    state: text(inputs.state),
    target: {
      arn: text(target.arn),
      roleArn: text(target.roleArn),
      ...(input === undefined ? {} : { input }),
      retryPolicy: createRetryPolicy(target.retryPolicy),
    },
  };
}

/** Of what is given, 0 counts as well. */
function createRetryPolicy(given: Value | undefined): Schedule["target"]["retryPolicy"] {
  if (!isObject(given)) return RETRY_POLICY;
  const { maximumEventAgeInSeconds: age, maximumRetryAttempts: attempts } = given;
  return {
    maximumEventAgeInSeconds: number(age ?? RETRY_POLICY.maximumEventAgeInSeconds),
    maximumRetryAttempts: number(attempts ?? RETRY_POLICY.maximumRetryAttempts),
  };
}

async function putSchedule(
  client: Client,
  schedule: Schedule,
  operation: "CreateSchedule" | "UpdateSchedule",
): Promise<void> {
  const { roleArn } = schedule.target;
  await passRole(client, roleArn, `scheduler:${operation}`);
  const call = { action: `scheduler:${operation}`, resource: schedule.arn };
  await client.call(call, (store) => {
    const known = store.get("schedule", schedule.arn);
    if (operation === "CreateSchedule" && known !== undefined)
      throw new AwsError("ConflictException", `Schedule ${schedule.name} already exists.`);
    checkSchedule(client, store, schedule);
    store.put("schedule", schedule.arn, schedule);
  });
}
