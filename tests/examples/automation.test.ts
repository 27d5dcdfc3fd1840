import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readDeployTier } from "../engine/deploy-tier.ts";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "../engine/engine.ts";
import { runCommand } from "../support/run-command.ts";
import { changeUnderDeployTier } from "./deploy-tier-changes.ts";
import { createExampleProject } from "./example-project.ts";

describe("examples/automation", function () {
  this.timeout(300_000);
  let engine: Engine;
  let project: Project;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    project = await createExampleProject(engine, "automation");
  });
  after(() => engine?.remove());

  async function deploy(): Promise<string[]> {
    const options = { cwd: project.folder, env: { ...engine.environment } };
    const args = ["deploy.ts", "production"];
    const { code, stdout, stderr } = await runCommand(process.execPath, args, options);
    assert.equal(code, 0, stderr);
    return stdout.trim().split("\n");
  }

  it("migrates while the backend is paused, from the first release on", async () => {
    assert.deepEqual(await deploy(), [
      'Stack "production" is paused, on version 1',
      "The database is migrated",
      'Stack "production" is running, on version 1',
    ]);
    assert.deepEqual(describeTriggers(), { enabled: [true], reserved: [null], rates: [10_000] });
  });

  it("keeps the old code until the database is migrated", async () => {
    await project.write({ "backend/api/new.ts": "export const get = () => 1;\n" });
    engine.aws.clearJournal();
    assert.deepEqual(await deploy(), [
      'Stack "production" is paused, on version 1',
      "The database is migrated",
      'Stack "production" is running, on version 2',
    ]);
    assert.deepEqual(describeTriggers(), { enabled: [true], reserved: [null], rates: [10_000] });
    const changes = engine.aws.journal().map(({ action }) => action);
    const paused = changes.indexOf("lambda:PutFunctionConcurrency");
    const switched = changes.indexOf("lambda:UpdateAlias");
    assert.ok(paused >= 0 && paused < switched, changes.join("\n"));
  });

  it("needs no administrator from then on", async () => {
    const stack = project.openStack("production");
    await changeUnderDeployTier({ engine, project, stack, backend: "backend" });
    await rm(join(project.folder, "backend/api/added-later.ts"));
    engine.aws.actAs(readDeployTier(engine.aws));
    assert.equal((await deploy()).at(-1), 'Stack "production" is running, on version 5');
  });

  function describeTriggers() {
    return {
      enabled: engine.aws.list("mapping").map(({ enabled }) => enabled),
      reserved: engine.aws.list("function").map(({ reserved }) => reserved),
      rates: engine.aws
        .list("api")
        .flatMap(({ stages }) => Object.values(stages))
        .map(({ routeSettings }) => routeSettings.throttlingRateLimit),
    };
  }
});
