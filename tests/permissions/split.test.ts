import assert from "node:assert/strict";
import { APP_NAME_LENGTH } from "../../manifest/app-name.ts";
import type { Scope } from "../../permissions/arns.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import type { Needs } from "../../permissions/needs.ts";
import { allow, createPolicy } from "../../permissions/policy-document.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { policyLength, splitPolicy } from "../../permissions/split.ts";
import { ALL_NEEDS, COMMON_NEEDS, SHOP } from "./apps.ts";

/** Nothing is longer than this in AWS. */
const LONGEST: Scope = {
  partition: "aws-us-gov",
  region: "ap-southeast-99",
  account: "111122223333",
  app: "a".repeat(APP_NAME_LENGTH),
};

describe("splitPolicy", () => {
  const [a, b, c] = ["a", "b", "c"].map((sid) => allow(sid, ["s3:GetObject"], ["*"]));
  const all = createPolicy([a, b, c].flatMap((statement) => statement ?? []));

  it("leaves a policy that fits as it is", () => {
    assert.deepEqual(splitPolicy(all, policyLength(all)), [all]);
  });

  it("makes as few policies as fit, in order", () => {
    const parts = splitPolicy(all, policyLength(all) - 1);
    assert.deepEqual(
      parts.map(({ Statement }) => Statement.map(({ Sid }) => Sid)),
      [["a", "b"], ["c"]],
    );
  });

  it("refuses a statement that fits nowhere", () => {
    assert.throws(() => splitPolicy(all, 60), {
      name: "RangeError",
      message: 'The statement "a" alone is too long for a policy',
    });
  });
});

describe("sizes of the policies", () => {
  it("of the deploy tier: one managed policy for most backends, two for all there is", () => {
    assert.equal(countDeployPolicies(SHOP, COMMON_NEEDS), 1);
    assert.equal(countDeployPolicies(LONGEST, COMMON_NEEDS), 1);
    assert.equal(countDeployPolicies(LONGEST, ALL_NEEDS), 2);
    assert.equal(countDeployPolicies(LONGEST, ALL_NEEDS, ["a1b2c3d4e5", "f6g7h8i9j0"]), 2);
  });

  it("of the runtime tier: within what the inline policies of a role may have", () => {
    const policy = createRuntimePolicy(LONGEST, ALL_NEEDS, "a1b2c3d4e5");
    assert.ok(policyLength(policy) < 10_240);
  });
});

function countDeployPolicies(scope: Scope, needs: Needs, apiIds: readonly string[] = []): number {
  return splitPolicy(createDeployPolicy(scope, needs, apiIds)).length;
}
