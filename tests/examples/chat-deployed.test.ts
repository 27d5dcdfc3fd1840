import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "../engine/engine.ts";
import { listOperations } from "../engine/programs/backend.ts";
import { changeUnderDeployTier } from "./deploy-tier-changes.ts";
import { createExampleProject } from "./example-project.ts";

describe("examples/chat, deployed", function () {
  this.timeout(300_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  after(() => engine?.remove());

  it("has a page and WebSockets, and leaves nothing when it goes", async () => {
    const project = await createExampleProject(engine, "chat");
    // The language host here is too old to heed "typescript: false", and this needs a build first
    await rm(join(project.folder, "tsconfig.json"));
    const stack = await project.createStack("dev");
    await stack.up();
    const { url, webSocketUrl } = await stack.outputs();
    const host = "[a-z0-9]{10}\\.execute-api\\.eu-central-1\\.amazonaws\\.com";
    assert.match(String(url), new RegExp(`^https://${host}$`));
    assert.match(String(webSocketUrl), new RegExp(`^wss://${host}/live$`));
    assert.deepEqual(listOperations(await stack.up()), []);
    await changeUnderDeployTier({ engine, project, stack, backend: "backend" });
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
