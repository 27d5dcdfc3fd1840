import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "./engine.ts";
import type { Operation } from "./events.ts";
import { PLAIN_TYPESCRIPT } from "./programs/plain.ts";

describe("engine: a plain TypeScript program", function () {
  this.timeout(120_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  after(() => engine.remove());

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
});

function sort(operations: readonly Operation[]): string[] {
  return operations.map(({ op, name }) => `${op} ${name}`).sort();
}
