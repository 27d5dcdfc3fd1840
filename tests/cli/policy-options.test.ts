import assert from "node:assert/strict";
import { type PolicyOptions, parsePolicyOptions } from "../../cli/policy-options.ts";
import { createAppName } from "../../manifest/app-name.ts";

const OPTIONS: PolicyOptions = {
  tier: "deploy",
  name: "api",
  stack: "dev",
  account: "111122223333",
  region: "eu-west-1",
};

describe("parsePolicyOptions", () => {
  it("says whose policy it is, and where", () => {
    assert.deepEqual(parsePolicyOptions({ ...OPTIONS, vpc: true }, "shop"), {
      target: {
        tier: "deploy",
        vpc: true,
        scope: {
          partition: "aws",
          region: "eu-west-1",
          account: "111122223333",
          app: createAppName({ project: "shop", stack: "dev", name: "api" }),
        },
      },
    });
  });

  it("knows the partition of a region", () => {
    const regions = {
      "ap-southeast-2": "aws",
      "mx-central-1": "aws",
      "cn-northwest-1": "aws-cn",
      "us-gov-west-1": "aws-us-gov",
      "us-iso-east-1": "aws-iso",
      "us-isob-east-1": "aws-iso-b",
      "eu-isoe-west-1": "aws-iso-e",
      "us-isof-south-1": "aws-iso-f",
      "eusc-de-east-1": "aws-eusc",
    };
    const partitions = Object.keys(regions).map((region) => {
      const parsed = parsePolicyOptions({ ...OPTIONS, region }, "shop");
      return ["target" in parsed ? parsed.target.scope.partition : parsed.problems, region];
    });
    assert.deepEqual(
      partitions.map(([partition, region]) => [region, partition]),
      Object.entries(regions),
    );
  });

  it("prefers what the options say", () => {
    const parsed = parsePolicyOptions(
      { ...OPTIONS, project: "store", partition: "aws-cn" },
      "shop",
    );
    assert.ok("target" in parsed);
    const app = createAppName({ project: "store", stack: "dev", name: "api" });
    const { scope } = parsed.target;
    assert.deepEqual(scope, { ...scope, partition: "aws-cn", app });
  });

  it("refuses names of nothing but spaces", () => {
    assert.deepEqual(parsePolicyOptions({ ...OPTIONS, name: " ", stack: "" }, "shop"), {
      problems: [
        '--name is " ", must be the name of the Backend resource in the Pulumi program',
        '--stack is "", must be the name of the Pulumi stack',
      ],
    });
  });

  it("says what tiers there are when none is near", () => {
    assert.deepEqual(parsePolicyOptions({ ...OPTIONS, tier: "admin" }, "shop"), {
      problems: ['--tier is "admin", must be deploy, runtime, scheduler or backend'],
    });
    const { tier: _, ...others } = OPTIONS;
    assert.deepEqual(parsePolicyOptions(others, "shop"), {
      problems: ["--tier is missing, must be deploy, runtime, scheduler or backend"],
    });
  });
});
