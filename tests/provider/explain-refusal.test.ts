import assert from "node:assert/strict";
import { explainRefusal } from "../../provider/explain-refusal.ts";

describe("explainRefusal", () => {
  it("says what to do about a quota that is too small", () => {
    const refusal =
      "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].";
    assert.equal(
      explainRefusal(refusal),
      `The account's quota of concurrent executions is too small: of it, AWS keeps at least 10 for functions that reserve nothing. A pause, "queuerun:reserved" 0, needs none of it
→ Reserve or provision less: pulumi config set queuerun:reserved off
→ Or ask for a higher quota: https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384
→ Once it is there: pulumi up --refresh`,
    );
  });

  it("says that an administrator is needed where IAM is to be changed", () => {
    const refusal =
      "api error AccessDenied: User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/shop because no identity-based policy allows the iam:CreateRole action";
    assert.equal(
      explainRefusal(refusal),
      "The deploy tier does not include changing IAM: an administrator must run this update",
    );
  });

  it("says who can help where a permission is missing", () => {
    const refusal = (action: string) =>
      `api error AccessDenied: User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ${action} on resource: arn`;
    assert.equal(
      explainRefusal(refusal("sqs:createqueue")),
      `Whoever runs this update lacks a permission for it
→ If it is the first, or brings the first route, queue, socket or schedule, or makes an API anew: The deploy tier does not include changing IAM: an administrator must run this update
→ If not, the caller needs all policies of the deploy tier: see deployPolicyArns`,
    );
    assert.equal(
      explainRefusal(refusal("iam:PassRole"), "elsewhere"),
      `Whoever runs this update lacks a permission for it
→ If it is the first, or brings the first route, queue, socket or schedule, or makes an API anew: The deploy tier does not include changing IAM: an administrator must first update the program that makes the roles
→ If not, the caller needs all policies of the deploy tier: see deployPolicyArns`,
    );
  });

  it("says what to do about what is there already", () => {
    const explanation = `AWS has this already, and Pulumi does not know of it: an update was killed while it was being made, or somebody else has made it
→ If it is new and holds nothing, delete it in AWS, and run pulumi up again
→ See "When AWS refuses" in queuerun's docs/deploying.md`;
    for (const refusal of [
      "ResourceConflictException: Function already exist: shop",
      "EntityAlreadyExists: Role with name shop already exists.",
      "ResourceInUseException: Table already exists: shop",
    ])
      assert.equal(explainRefusal(refusal), explanation);
    assert.equal(
      explainRefusal("ConflictException: Stage already exists", "here", "aws delete stage"),
      explanation.replace("up again", "up again: aws delete stage"),
    );
  });

  it("adds nothing to other errors", () => {
    assert.equal(explainRefusal("TooManyRequestsException: Rate exceeded"), undefined);
  });
});
