import assert from "node:assert/strict";
import { join } from "node:path";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "./engine.ts";
import { createInlineStack } from "./inline.ts";
import { PLAIN_CODE, PLAIN_TYPESCRIPT } from "./programs/plain.ts";
import { createPlainResources } from "./programs/plain-resources.ts";
import { PLAIN_YAML } from "./programs/plain-yaml.ts";
import { describeInputs, parseState } from "./state.ts";

describe("engine: programs in three forms", function () {
  this.timeout(180_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  after(() => engine?.remove());

  it("makes the same resources from TypeScript, YAML and the Automation API", async () => {
    const typescript = await (await engine.createProject(PLAIN_TYPESCRIPT)).createStack("dev");
    await typescript.up();
    const expected = describeInputs(await typescript.resources());
    const { version, account } = await typescript.outputs();
    assert.deepEqual({ version, account }, { version: "1", account: "123456789012" });
    assert.equal(Object.keys(expected).length, 12);
    await typescript.destroy();
    await typescript.remove();

    engine.aws.advance(60);
    const yaml = await (await engine.createProject(PLAIN_YAML)).createStack("dev");
    await yaml.up();
    assert.deepEqual(describeInputs(await yaml.resources()), expected);
    assert.deepEqual((await yaml.up()).operations, []);
    await yaml.destroy();
    await yaml.remove();

    engine.aws.advance(60);
    const { folder } = await engine.createProject(PLAIN_CODE);
    const inline = await createInlineStack(engine, "dev", {
      project: "plain",
      folder,
      program: () => createPlainResources(join(folder, "code.zip")),
    });
    const { outputs, summary } = await inline.up();
    assert.deepEqual(summary.resourceChanges, { create: 13 });
    assert.equal(outputs.version?.value, "1");
    assert.deepEqual(describeInputs(parseState(await inline.exportStack())), expected);
    await inline.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
