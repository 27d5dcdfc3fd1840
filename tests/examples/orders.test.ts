import assert from "node:assert/strict";
import { cp, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "../engine/engine.ts";
import { listOperations } from "../engine/programs/backend.ts";
import { PROJECT } from "../support/source-file.ts";
import { changeUnderDeployTier } from "./deploy-tier-changes.ts";

describe("examples/orders", function () {
  this.timeout(300_000);
  let engine: Engine;
  let project: Project;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    project = await engine.createProject({});
    await rm(join(project.folder, "package.json"));
    for (const path of ["Pulumi.yaml", "examples/orders"])
      await cp(join(PROJECT, path), join(project.folder, path), { recursive: true });
    const modules = (folder: string) => join(folder, "node_modules", "valibot");
    await symlink(modules(PROJECT), modules(project.folder));
    // The language host here is too old to heed "typescript: false", and this needs a build first
    await rm(join(project.folder, "examples/orders/tsconfig.json"));
  });
  after(() => engine?.remove());

  it("is what pulumi up in a checkout deploys, and pauses", async () => {
    const stack = await project.createStack("dev");
    await stack.up();
    const { url, ...outputs } = await stack.outputs();
    assert.match(String(url), /^https:\/\//);
    assert.deepEqual(outputs, { version: "1", paused: false });
    const names = engine.aws.list("queue").map(({ name }) => name.replace(/^.*-(?=[qd]-)/, ""));
    assert.deepEqual(names.sort(), ["d-billing.fifo", "d-packing", "q-billing.fifo", "q-packing"]);
    assert.deepEqual(listOperations(await stack.up()), []);
    await stack.set("queuerun:reserved", "0");
    await stack.up();
    assert.deepEqual(await stack.outputs(), { url, version: "1", paused: true });
    await changeUnderDeployTier({ engine, project, stack, backend: "examples/orders/backend" });
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
