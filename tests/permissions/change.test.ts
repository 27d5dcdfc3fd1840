import assert from "node:assert/strict";
import { describeChange } from "../../permissions/change.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { splitPolicy } from "../../permissions/split.ts";
import { ALL_NEEDS, COMMON_NEEDS, createScope } from "./apps.ts";

const scope = { ...createScope("", "", ""), app: "APP", account: "ACCOUNT", region: "REGION" };
const none = new Set([] as const);
const http = new Set(["http"] as const);
const sqs = "arn:aws:sqs:REGION:ACCOUNT";
const lambda = "arn:aws:lambda:REGION:ACCOUNT";

describe("describeChange", () => {
  it("says nothing of what stays", () => {
    const deploy = createDeployPolicy(scope, ALL_NEEDS);
    assert.deepEqual(describeChange({ deploy: [deploy] }, { deploy: [deploy] }), []);
    assert.deepEqual(describeChange({ deploy: [deploy] }, { deploy: splitPolicy(deploy) }), []);
  });

  it("says what each tier may do from then on", () => {
    const before = {
      deploy: [createDeployPolicy(scope, http)],
      runtime: [createRuntimePolicy(scope, http)],
    };
    const after = {
      deploy: [createDeployPolicy(scope, COMMON_NEEDS)],
      runtime: [createRuntimePolicy(scope, COMMON_NEEDS)],
    };
    assert.deepEqual(describeChange(before, after), [
      "deploy tier:",
      `  + lambda:PutFunctionRecursionConfig, lambda:GetFunctionRecursionConfig on ${lambda}:function:APP`,
      `  + sqs:CreateQueue, sqs:GetQueueAttributes, sqs:SetQueueAttributes, sqs:DeleteQueue, sqs:ListQueueTags, sqs:TagQueue, sqs:UntagQueue on ${sqs}:APP-q-*, ${sqs}:APP-d-*`,
      `  + lambda:CreateEventSourceMapping on * if lambda:FunctionArn ArnLike ${lambda}:function:APP or ${lambda}:function:APP:live`,
      `  + lambda:UpdateEventSourceMapping, lambda:DeleteEventSourceMapping on ${lambda}:event-source-mapping:* if lambda:FunctionArn ArnLike ${lambda}:function:APP or ${lambda}:function:APP:live`,
      `  + lambda:GetEventSourceMapping, lambda:ListTags, lambda:TagResource, lambda:UntagResource on ${lambda}:event-source-mapping:*`,
      "runtime tier:",
      `  + sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes on ${sqs}:APP-q-*`,
      `  + sqs:ChangeMessageVisibility, sqs:SendMessage on ${sqs}:APP-q-* if lambda:SourceFunctionArn ArnLike ${lambda}:function:APP`,
      `  + sqs:SendMessage on ${sqs}:APP-d-* if lambda:SourceFunctionArn ArnLike ${lambda}:function:APP`,
    ]);
  });

  it("says what is taken away, and what is replaced", () => {
    const before = { deploy: [createDeployPolicy(scope, none)] };
    const after = { deploy: [createDeployPolicy(scope, new Set(["vpc"] as const))] };
    const configure = `lambda:CreateFunction, lambda:UpdateFunctionConfiguration on ${lambda}:function:APP`;
    assert.deepEqual(describeChange(before, after), [
      "deploy tier:",
      `  + ${configure} if lambda:Layer Null true`,
      "  + ec2:DescribeSecurityGroups, ec2:DescribeSubnets, ec2:DescribeVpcs on *",
      `  - ${configure} if lambda:Layer Null true and lambda:VpcIds Null true`,
    ]);
  });

  it("reads what the user granted to the backend", () => {
    const Version = "2012-10-17";
    const before = {
      backend: [{ Version, Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] }],
    } as const;
    const after = {
      backend: [
        {
          Version,
          Statement: [
            { Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" },
            {
              Effect: "Deny",
              Action: "s3:DeleteObject",
              NotResource: "arn:aws:s3:::scratch/*",
              Condition: { Bool: { "aws:SecureTransport": false } },
            },
          ],
        },
      ],
    } as const;
    assert.deepEqual(describeChange(before, after), [
      "backend tier:",
      "  + all but iam:*, sts:* on *",
      "  + deny s3:DeleteObject on all but arn:aws:s3:::scratch/* if aws:SecureTransport Bool false",
      "  - s3:* on *",
    ]);
  });

  it("says that a tier comes or goes", () => {
    const runtime = [createRuntimePolicy(scope, none)];
    const line = `logs:CreateLogStream, logs:PutLogEvents on arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/APP:log-stream:* if lambda:SourceFunctionArn ArnLike ${lambda}:function:APP`;
    assert.deepEqual(describeChange({}, { runtime }), ["runtime tier:", `  + ${line}`]);
    assert.deepEqual(describeChange({ runtime }, {}), ["runtime tier:", `  - ${line}`]);
  });
});
