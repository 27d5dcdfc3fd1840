import assert from "node:assert/strict";
import type { TierPolicy } from "../../../permissions/tier.ts";
import { createTestAccount, type TestAccount } from "./test-account.ts";
import { FUNCTION_INPUTS } from "./test-backend.ts";
import { TRUST } from "./test-policies.ts";

const QUEUE = "aws:sqs/queue:Queue";
const ROLE = "aws:iam/role:Role";
const FUNCTION = "aws:lambda/function:Function";
const REQUEST_ID = "RequestID: 00000000-0000-0000-0000-000000000000";
const CALLER = "User: arn:aws:iam::123456789012:user/deployer is not authorized to perform:";

/** What the AWS SDK for Go makes of a denial. */
function denial(call: string, statusCode: number, code: string, action: string, resource: string) {
  const response = `https response error StatusCode: ${statusCode}, ${REQUEST_ID}, api error ${code}`;
  const reason = `because no identity-based policy allows the ${action} action`;
  return `operation error ${call}, ${response}: ${CALLER} ${action} on resource: ${resource} ${reason}`;
}

function allow(action: string, resource: string, condition?: object): TierPolicy {
  const statement = { Sid: "Test", Effect: "Allow", Action: [action], Resource: [resource] };
  return {
    Version: "2012-10-17",
    Statement: [condition ? { ...statement, Condition: condition } : statement],
  } as TierPolicy;
}

describe("stand-in for AWS: a caller with policies", () => {
  let aws: TestAccount;
  beforeEach(() => {
    aws = createTestAccount();
  });

  const actAs = (...policies: TierPolicy[]) => aws.store.set({ policies });

  it("may do what they allow, and learns of the rest in AWS's words", async () => {
    const arn = "arn:aws:sqs:eu-central-1:123456789012:jobs";
    actAs(allow("sqs:CreateQueue", "arn:aws:sqs:*:*:jobs"));
    const message = denial(
      "SQS: GetQueueAttributes",
      403,
      "AccessDenied",
      "sqs:getqueueattributes",
      arn,
    );
    await assert.rejects(aws.create(QUEUE, "jobs", { name: "jobs" }), { message });
    assert.deepEqual(aws.calls(), ["sqs:CreateQueue", "sqs:GetQueueAttributes: AccessDenied"]);
    assert.deepEqual(aws.store.names(), [`queue ${arn}`]);
  });

  it("learns what a call needs beside its own action", async () => {
    await aws.create(ROLE, "shop", { name: "shop", assumeRolePolicy: TRUST });
    actAs();
    const role = "arn:aws:iam::123456789012:role/shop";
    const fn = (inputs: object = {}) =>
      aws.create(FUNCTION, "shop", { ...FUNCTION_INPUTS, ...inputs });
    const create = "creating Lambda Function (shop): ";
    const call = ["Lambda: CreateFunction", 403, "AccessDeniedException"] as const;
    await assert.rejects(fn(), { message: create + denial(...call, "iam:PassRole", role) });
    actAs(
      allow("iam:PassRole", role, {
        StringEquals: { "iam:PassedToService": ["lambda.amazonaws.com"] },
      }),
    );
    const arn = "arn:aws:lambda:eu-central-1:123456789012:function:shop";
    await assert.rejects(fn(), { message: create + denial(...call, "lambda:CreateFunction", arn) });
    const vpcConfig = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };
    await assert.rejects(fn({ vpcConfig }), {
      message:
        `${create}operation error Lambda: CreateFunction, https response error StatusCode: 403, ` +
        `${REQUEST_ID}, api error AccessDeniedException: Your access has been denied by EC2, please make ` +
        "sure your request credentials have permission to DescribeSecurityGroups. EC2 Error Code: " +
        "UnauthorizedOperation. EC2 Error Message: You are not authorized to perform this operation.",
    });
    assert.deepEqual(aws.store.names(), ["role shop"]);
  });

  it("may ask who it is", async () => {
    actAs();
    const { arn } = await aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    assert.equal(arn, "arn:aws:iam::123456789012:user/deployer");
  });
});
