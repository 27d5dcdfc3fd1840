import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "../engine/engine.ts";
import { changeUnderDeployTier } from "./deploy-tier-changes.ts";
import { createExampleProject } from "./example-project.ts";

describe("examples/yaml", function () {
  this.timeout(300_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  after(() => engine?.remove());

  it("goes up, stays as it is, and goes down without a rest", async () => {
    const project = await createExampleProject(engine, "yaml");
    const stack = await project.createStack("dev");
    const { warnings } = await stack.up();
    assert.deepEqual(warnings, []);
    const { url, queueUrls } = await stack.outputs();
    assert.match(
      String(url),
      /^https:\/\/[a-z0-9]{10}\.execute-api\.eu-central-1\.amazonaws\.com$/,
    );
    assert.match(JSON.stringify(queueUrls), /newsletter-dev-api-[0-9a-f]{8}-q-welcome"/);
    assert.deepEqual((await stack.preview("--expect-no-changes")).operations, []);
    await changeUnderDeployTier({ engine, project, stack, backend: "backend" });
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
    assert.deepEqual(await stack.resources(), []);
  });
});
