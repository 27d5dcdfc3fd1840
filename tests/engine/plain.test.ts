import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "./engine.ts";
import type { Operation } from "./events.ts";
import { createZip, PLAIN_TYPESCRIPT } from "./programs/plain.ts";

describe("engine: a plain TypeScript program", function () {
  this.timeout(120_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  after(() => engine?.remove());

  it("goes up from nothing, stays, and goes down without a rest", async () => {
    const project = await engine.createProject(PLAIN_TYPESCRIPT);
    const stack = await project.createStack("dev");
    const preview = await stack.preview();
    assert.deepEqual(engine.aws.names(), []);
    const up = await stack.up();
    assert.deepEqual(sort(preview.operations), sort(up.operations));
    assert.deepEqual(sort(up.operations), [
      "create api",
      "create handler",
      "create integration",
      "create jobs",
      "create live",
      "create logs",
      "create mapping",
      "create permission",
      "create policy",
      "create role",
      "create route",
      "create stage",
    ]);
    assert.deepEqual(up.warnings, []);
    const { url, ...outputs } = await stack.outputs();
    assert.match(
      String(url),
      /^https:\/\/[a-z0-9]{10}\.execute-api\.eu-central-1\.amazonaws\.com$/,
    );
    assert.deepEqual(outputs, { account: "123456789012", version: "1" });
    assert.deepEqual((await stack.up()).operations, []);
    assert.deepEqual((await stack.refresh()).operations, []);
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
    assert.deepEqual(await stack.resources(), []);
  });

  it("previews exactly what it does when configuration and code change", async () => {
    const project = await engine.createProject(PLAIN_TYPESCRIPT);
    const stack = await project.createStack("changes", { "plain:provisioned": "2" });
    await stack.up();
    await project.write({ "code.zip": createZip("export const handler = async () => 2;") });
    await stack.set("plain:mode", "slow");
    await stack.set("plain:reserved", "5");
    await stack.set("plain:provisioned", "3");
    const preview = await stack.preview();
    engine.aws.clearJournal();
    const up = await stack.up();
    assert.deepEqual(up.operations, preview.operations);
    assert.deepEqual(up.operations, [
      {
        op: "update",
        type: "aws:lambda/function:Function",
        name: "handler",
        changes: ["code", "environment.variables.MODE", "reservedConcurrentExecutions"],
      },
      {
        op: "update",
        type: "aws:lambda/alias:Alias",
        name: "live",
        changes: ["functionVersion"],
      },
      {
        op: "update",
        type: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        name: "warm",
        changes: ["provisionedConcurrentExecutions"],
      },
    ]);
    assert.deepEqual(
      engine.aws
        .journal()
        .map(({ action }) => action)
        .filter((action) => !/:(Get|List)/.test(action)),
      [
        "lambda:UpdateFunctionConfiguration",
        "lambda:UpdateFunctionCode",
        "lambda:PutFunctionConcurrency",
        "lambda:PublishVersion",
        "lambda:UpdateAlias",
        "lambda:PutProvisionedConcurrencyConfig",
      ],
    );
    const [found] = engine.aws.list("function");
    assert.deepEqual(found?.aliases, { live: { version: "2" } });
    assert.deepEqual(found?.provisioned, { live: 3 });
    assert.equal(found?.reserved, 5);
    await stack.destroy();
  });

  it("keeps secrets secret in the state", async () => {
    const project = await engine.createProject(PLAIN_TYPESCRIPT);
    const stack = await project.createStack("secrets");
    await stack.set("plain:key", "hunter2", "--secret");
    await stack.up();
    const stored = await stack.run("stack", "export", "--stack", "secrets");
    assert.equal(stored.includes("hunter2"), false);
    const [found] = engine.aws.list("function");
    assert.equal(found?.configuration.environment?.variables?.KEY, "hunter2");
    assert.deepEqual((await stack.refresh()).operations, []);
    assert.deepEqual((await stack.up()).operations, []);
    await stack.destroy();
  });
});

function sort(operations: readonly Operation[]): string[] {
  return operations.map(({ op, name }) => `${op} ${name}`).sort();
}
