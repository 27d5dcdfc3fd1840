import assert from "node:assert/strict";
import { createTestAccount, type TestAccount } from "../test-account.ts";
import { createPolicyDocument, TRUST } from "../test-policies.ts";
import type { Values } from "../wire.ts";
import { isExpression } from "./expression.ts";

const QUEUE_ARN = "arn:aws:sqs:eu-central-1:123456789012:shop-jobs";
const GROUP_ARN = "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/shop";
const INPUTS = {
  name: "cleanup",
  groupName: "shop",
  scheduleExpression: "cron(15 4 * * ? *)",
  scheduleExpressionTimezone: "Europe/Zurich",
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: QUEUE_ARN,
    roleArn: "arn:aws:iam::123456789012:role/scheduler",
    input: "{}",
    retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
  },
};

describe("stand-in for AWS: EventBridge Scheduler", () => {
  let aws: TestAccount;
  const createGroup = (inputs: Values = {}) =>
    aws.create("aws:scheduler/scheduleGroup:ScheduleGroup", "group", { name: "shop", ...inputs });
  const create = (inputs: Values = {}) =>
    aws.create("aws:scheduler/schedule:Schedule", "cleanup", { ...INPUTS, ...inputs });

  beforeEach(async () => {
    aws = createTestAccount();
    await aws.create("aws:sqs/queue:Queue", "jobs", { name: "shop-jobs" });
    await createRole("scheduler", createTrust(GROUP_ARN));
    aws.calls();
  });

  async function createRole(name: string, assumeRolePolicy: string, action = "sqs:SendMessage") {
    await aws.create("aws:iam/role:Role", name, { name, assumeRolePolicy });
    const policy = createPolicyDocument(action, 200).replace(/arn:aws:sqs:[^"]+/, QUEUE_ARN);
    await aws.create("aws:iam/rolePolicy:RolePolicy", name, { name: "send", role: name, policy });
  }

  it("tells of a group what the real plugin tells, with the calls it makes", async () => {
    const group = await createGroup({ tags: { team: "shop" } });
    const { creationDate, lastModificationDate, ...state } = group.state;
    assert.equal(creationDate, lastModificationDate);
    assert.deepEqual(state, {
      id: "shop",
      arn: GROUP_ARN,
      name: "shop",
      namePrefix: "",
      region: "eu-central-1",
      state: "ACTIVE",
      tags: { team: "shop" },
      tagsAll: { team: "shop" },
    });
    assert.deepEqual(aws.calls(), [
      "scheduler:TagResource",
      "scheduler:CreateScheduleGroup",
      "scheduler:GetScheduleGroup",
      "scheduler:GetScheduleGroup",
      "scheduler:ListTagsForResource",
    ]);
    await group.update({ name: "shop" });
    assert.equal(aws.calls()[0], "scheduler:UntagResource");
    await assert.rejects(createGroup(), { code: "ConflictException" });
    await assert.rejects(createGroup({ name: "shop/2" }), /^Error: name: expected a text/);
  });

  it("tells of a schedule what the real plugin tells, with the calls it makes", async () => {
    await createGroup();
    aws.calls();
    const schedule = await create();
    assert.deepEqual(schedule.state, {
      ...INPUTS,
      id: "shop/cleanup",
      actionAfterCompletion: "NONE",
      arn: "arn:aws:scheduler:eu-central-1:123456789012:schedule/shop/cleanup",
      description: "",
      namePrefix: "",
      region: "eu-central-1",
      state: "ENABLED",
    });
    assert.deepEqual(aws.calls(), [
      "iam:PassRole",
      "scheduler:CreateSchedule",
      "scheduler:GetSchedule",
    ]);
    assert.deepEqual(await schedule.update(INPUTS), []);
    aws.calls();
    assert.deepEqual(await schedule.update({ ...INPUTS, state: "DISABLED" }), ["state"]);
    assert.deepEqual(aws.calls(), [
      "iam:PassRole",
      "scheduler:UpdateSchedule",
      "scheduler:GetSchedule",
    ]);
    await assert.rejects(create(), { code: "ConflictException" });
    await assert.rejects(schedule.update({ ...INPUTS, name: "other" }), {
      message: "name would replace cleanup",
    });
  });

  it("deletes with a group what is in it, and nothing else", async () => {
    const group = await createGroup();
    await createGroup({ name: "shop-2" });
    await createRole("second", createTrust(`${GROUP_ARN}-2`));
    const target = { ...INPUTS.target, roleArn: "arn:aws:iam::123456789012:role/second" };
    await create();
    await create({ groupName: "shop-2", target });
    await group.delete();
    assert.deepEqual(
      aws.store.list("schedule").map(({ arn }) => arn),
      ["arn:aws:scheduler:eu-central-1:123456789012:schedule/shop-2/cleanup"],
    );
  });

  it("refuses schedules without a group, a time or a time zone", async () => {
    await assert.rejects(create(), {
      code: "ResourceNotFoundException",
      message: /Schedule group shop does not exist\.$/,
    });
    await createGroup();
    await assert.rejects(create({ scheduleExpression: "cron(15 4 * * *)" }), {
      code: "ValidationException",
      message: /Invalid Schedule Expression cron\(15 4 \* \* \*\)\.$/,
    });
    await assert.rejects(create({ scheduleExpressionTimezone: "Europe/Nowhere" }), {
      code: "ValidationException",
    });
    await assert.rejects(
      create({ flexibleTimeWindow: { mode: "OFF", maximumWindowInMinutes: 5 } }),
      {
        message: /^flexibleTimeWindow: /,
      },
    );
    const retryPolicy = { maximumEventAgeInSeconds: 30, maximumRetryAttempts: 186 };
    await assert.rejects(create({ target: { ...INPUTS.target, retryPolicy } }), {
      message: `target.retryPolicy.maximumEventAgeInSeconds: expected an integer in the range (60 - 86400), got 30
target.retryPolicy.maximumRetryAttempts: expected an integer in the range (0 - 185), got 186`,
    });
  });

  it("refuses roles that it may not take, and those that could not send", async () => {
    await createGroup();
    const withRole = (name: string) =>
      create({ target: { ...INPUTS.target, roleArn: `arn:aws:iam::123456789012:role/${name}` } });
    await createRole("lambda", TRUST);
    await createRole("other", createTrust(`${GROUP_ARN}-2`));
    await createRole("reader", createTrust(GROUP_ARN), "sqs:ReceiveMessage");
    const refusal = /must allow AWS EventBridge Scheduler to assume the role\.$/;
    for (const name of ["none", "lambda", "other"])
      await assert.rejects(withRole(name), { code: "ValidationException", message: refusal });
    await assert.rejects(withRole("reader"), /role\/reader may not send to .*shop-jobs$/);
    const target = { ...INPUTS.target, arn: `${QUEUE_ARN}-2` };
    await assert.rejects(create({ target }), /shop-jobs-2 of the schedule does not exist$/);
  });

  it("takes the expressions that Scheduler takes, and no others", () => {
    const taken = [
      "cron(0/15 * * * ? *)",
      "cron(*/5 0-6,22 ? JAN-MAR MON-FRI *)",
      "cron(30 9 L * ? 2026-2030)",
      "cron(30 9 ? * 6L *)",
      "cron(30 9 ? * 2#1 *)",
      "cron(30 9 15W * ? *)",
      "rate(1 minute)",
      "rate(5 minutes)",
      "at(2026-11-26T04:15:00)",
    ];
    assert.deepEqual(
      taken.filter((expression) => !isExpression(expression)),
      [],
    );
    const refused = [
      "15 4 * * *",
      "cron(15 4 * * * *)",
      "cron(15 4 ? * ? *)",
      "cron(15 4 * * ?)",
      "cron(60 4 * * ? *)",
      "cron(15 24 * * ? *)",
      "cron(15 4 0 * ? *)",
      "cron(15 4 ? * 0 *)",
      "cron(15 4 ? * MON-SUN *)",
      "cron(15 4 ? * 8 *)",
      "cron(15 4 * 13 ? *)",
      "cron(15 4 * * ? 26)",
      "cron(? 4 * * ? *)",
      "cron(5-1 4 * * ? *)",
      "cron(*/0 4 * * ? *)",
      "cron(1/2/3 4 * * ? *)",
      "rate(1 minutes)",
      "rate(5 minute)",
      "rate(0 minutes)",
      "at(2026-11-26)",
    ];
    assert.deepEqual(refused.filter(isExpression), []);
  });
});

/** Lets Scheduler take the role for the schedules of one group. */
function createTrust(group: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": [group] },
        },
      },
    ],
  });
}
