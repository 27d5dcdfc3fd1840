import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "../engine/engine.ts";
import { changeUnderDeployTier } from "./deploy-tier-changes.ts";
import { createExampleProject } from "./example-project.ts";

const AWSX = fileURLToPath(new URL("../engine/awsx/bin", import.meta.url));

describe("examples/vpc", function () {
  this.timeout(300_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine({ plugins: [AWSX] });
  });
  after(() => engine?.remove());

  it("attaches the function to the network, and lets Lambda do so", async () => {
    const project = await createExampleProject(engine, "vpc");
    const stack = await project.createStack("dev");
    const preview = await stack.preview();
    const up = await stack.up();
    assert.equal(preview.operations.length, up.operations.length);
    const [group] = engine.aws.list("securityGroup");
    const [fn] = engine.aws.list("function");
    const { subnetIds, securityGroupIds } = fn?.configuration.vpcConfig ?? {};
    assert.deepEqual(subnetIds, ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]);
    assert.deepEqual(securityGroupIds, [group?.id]);
    const [role] = engine.aws.list("role");
    assert.match(role?.inlinePolicies.runtime ?? "", /"ec2:CreateNetworkInterface"/);
    assert.deepEqual((await stack.up()).operations, []);
    await changeUnderDeployTier({ engine, project, stack, backend: "backend" });
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
