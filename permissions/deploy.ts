import { type Arns, createArns, type Scope } from "./arns.ts";
import { createApiStatements } from "./deploy-api.ts";
import { createFunctionStatements } from "./deploy-function.ts";
import { createQueueStatements } from "./deploy-queues.ts";
import { createScheduleStatements } from "./deploy-schedules.ts";
import { createTableStatements } from "./deploy-table.ts";
import type { Needs } from "./needs.ts";
import {
  allow,
  createPolicy,
  type PolicyDocument,
  type PolicyStatement,
} from "./policy-document.ts";

/**
 * The deploy tier: what whoever runs `pulumi up` may do. It reads roles and policies and changes
 * none, so it cannot widen itself.
 * @param apiIds Of the backend's API Gateway APIs, once they exist: before that, what is in an API
 * cannot be told apart from what is in those of other apps.
 */
export function createDeployPolicy(
  scope: Scope,
  needs: Needs,
  apiIds: readonly string[] = [],
): PolicyDocument {
  const arns = createArns(scope);
  return createPolicy([
    ...createFunctionStatements(arns, needs),
    ...createLogStatements(arns, scope),
    ...createApiStatements(scope, needs, apiIds),
    ...(needs.has("queues") ? createQueueStatements(scope) : []),
    ...(needs.has("socket") ? createTableStatements(arns) : []),
    ...(needs.has("schedules") ? createScheduleStatements(arns) : []),
    ...createRoleStatements(arns, needs),
    // Lambda checks the subnets and security groups with the deployer's permissions.
    ...(needs.has("vpc")
      ? [
          allow(
            "ReadNetwork",
            ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
            ["*"],
          ),
        ]
      : []),
  ]);
}

function createLogStatements(arns: Arns, scope: Scope): PolicyStatement[] {
  const { partition, region, account } = scope;
  return [
    // Some calls are checked on the group, others on what is in it.
    allow(
      "LogGroup",
      [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:PutRetentionPolicy",
        "logs:DeleteRetentionPolicy",
        "logs:ListTagsForResource",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      [arns.logGroup, `${arns.logGroup}:*`],
    ),
    allow(
      "FindLogGroup",
      ["logs:DescribeLogGroups"],
      [`arn:${partition}:logs:${region}:${account}:log-group:*`],
    ),
  ];
}

function createRoleStatements(arns: Arns, needs: Needs): PolicyStatement[] {
  return [
    // For `pulumi refresh`.
    allow(
      "ReadRoles",
      ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"],
      [arns.roles],
    ),
    allow("ReadPolicies", ["iam:GetPolicy", "iam:GetPolicyVersion"], [arns.policies]),
    // Each role to its own service. The backend role to none: the runtime assumes it.
    passRole("PassRuntimeRole", arns.runtimeRole, "lambda.amazonaws.com"),
    ...(needs.has("schedules")
      ? [passRole("PassSchedulerRole", arns.schedulerRole, "scheduler.amazonaws.com")]
      : []),
  ];
}

function passRole(sid: string, role: string, service: string): PolicyStatement {
  return allow(sid, ["iam:PassRole"], [role], {
    StringEquals: { "iam:PassedToService": [service] },
  });
}
