import assert from "node:assert/strict";
import { mockDeployment, resourceNames } from "./mock-deployment.ts";

const CLEANUP = {
  "schedules/cleanup.ts": `export const schedule = "every weekday at 4:15";
export const timezone = "Europe/Zurich";
export default async () => {};`,
};
const BY_HAND = {
  "schedules/import.ts": 'export const schedule = "never";\nexport default async () => {};',
};
const APP = "shop-dev-api-d884e789";

describe("the schedules of a Backend", () => {
  it("have these resources, with the internal queue", async () => {
    const resources = await mockDeployment({ ...CLEANUP, ...BY_HAND });
    assert.deepEqual(resourceNames(resources), [
      "cloudwatch.LogGroup api",
      "iam.Policy api-deploy",
      "iam.Role api-runtime",
      "iam.Role api-scheduler",
      "iam.RolePolicy api-runtime",
      "iam.RolePolicy api-scheduler",
      "lambda.Alias api",
      "lambda.EventSourceMapping api-_internal",
      "lambda.Function api",
      "lambda.FunctionRecursionConfig api",
      "scheduler.Schedule api-cleanup",
      "scheduler.ScheduleGroup api",
      "sqs.Queue api-d-_internal",
      "sqs.Queue api-q-_internal",
    ]);
  });

  it("send a job to the internal queue when they are due, by a role that may do just that", async () => {
    const resources = await mockDeployment(CLEANUP, { args: { tags: { team: "shop" } } });
    assert.deepEqual(resources["scheduler.ScheduleGroup api"], {
      name: APP,
      tags: { team: "shop" },
    });
    assert.deepEqual(resources["scheduler.Schedule api-cleanup"], {
      name: "cleanup",
      groupName: APP,
      scheduleExpression: "cron(15 4 ? * 2-6 *)",
      scheduleExpressionTimezone: "Europe/Zurich",
      flexibleTimeWindow: { mode: "OFF" },
      state: "ENABLED",
      target: {
        arn: `arn:aws:sqs.Queue:${APP}-q-_internal`,
        roleArn: `arn:aws:iam.Role:${APP}-scheduler`,
        input:
          '{"kind":"schedule","name":"cleanup","scheduledAt":"<aws.scheduler.scheduled-time>"}',
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
      },
    });
    assert.deepEqual(JSON.parse(String(resources["iam.RolePolicy api-scheduler"]?.policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "SendJobs",
          Effect: "Allow",
          Action: ["sqs:SendMessage"],
          Resource: [`arn:aws:sqs:eu-central-1:123456789012:${APP}-q-_internal`],
        },
      ],
    });
    assert.deepEqual(JSON.parse(String(resources["iam.Role api-scheduler"]?.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "scheduler.amazonaws.com" },
          Action: ["sts:AssumeRole"],
          Condition: {
            StringEquals: { "aws:SourceAccount": ["123456789012"] },
            ArnLike: {
              "aws:SourceArn": [
                `arn:aws:scheduler:eu-central-1:123456789012:schedule-group/${APP}`,
              ],
            },
          },
        },
      ],
    });
  });

  it("do not fire during a pause", async () => {
    const config = { "queuerun:reserved": "0" };
    const resources = await mockDeployment(CLEANUP, { config });
    assert.equal(resources["scheduler.Schedule api-cleanup"]?.state, "DISABLED");
    assert.equal(resources["lambda.EventSourceMapping api-_internal"]?.enabled, false);
  });

  it("have a queue that waits longer than the longest of them may take", async () => {
    const slow = {
      "schedules/slow.ts": `export const schedule = "daily";
export const config = { timeout: "10m" };
export default async () => {};`,
    };
    const resources = await mockDeployment({ ...CLEANUP, ...slow });
    assert.equal(resources["lambda.Function api"]?.timeout, 605);
    assert.equal(resources["sqs.Queue api-q-_internal"]?.visibilityTimeoutSeconds, 6 * 605);
  });

  it("need no more than the internal queue where they only run by hand", async () => {
    const resources = await mockDeployment(BY_HAND);
    assert.deepEqual(
      resourceNames(resources).filter((name) => /scheduler|sqs/.test(name)),
      ["sqs.Queue api-d-_internal", "sqs.Queue api-q-_internal"],
    );
    assert.deepEqual(resources["iam.Policy api-deploy"]?.tags, { "queuerun:needs": "queues" });
  });

  it("need a role where roles are made elsewhere, if they fire", async () => {
    const permissions = { runtimeRoleArn: "arn:aws:iam::1:role/r" };
    await assert.rejects(mockDeployment(CLEANUP, { args: { permissions } }), {
      message: `Backend "api" cannot be deployed:
- permissions.schedulerRoleArn is missing, must be the ARN of the role that schedules send their jobs with: the backend has schedules`,
    });
    assert.ok(await mockDeployment(BY_HAND, { args: { permissions } }));
    const schedulerRoleArn = "arn:aws:iam::1:role/s";
    const resources = await mockDeployment(CLEANUP, {
      args: { permissions: { ...permissions, schedulerRoleArn } },
    });
    const { target } = resources["scheduler.Schedule api-cleanup"] ?? {};
    assert.equal((target as { roleArn: string }).roleArn, schedulerRoleArn);
  });
});
