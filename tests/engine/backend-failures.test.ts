import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { BACKEND_FILES, createTypeScriptProgram, listOperations } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

describe("engine: a Backend whose deployment fails", function () {
  this.timeout(300_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;
  let stacks = 0;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  beforeEach(async () => {
    project = await engine.createProject({ ...BACKEND_FILES, ...createTypeScriptProgram() });
    stack = await project.createStack(`s${++stacks}`);
  });
  afterEach(async () => {
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
  after(() => engine?.remove());

  const up = async () => listOperations(await stack.up());
  const writeCode = (version: number) =>
    project.write({ "backend/api/index.ts": `export const get = () => ${version};\n` });

  /** The version that serves, and whether it has the code that was uploaded last. */
  function readLive() {
    const [fn] = engine.aws.list("function");
    const live = fn?.aliases.live?.version;
    const version = fn?.versions.find((each) => each.version === live);
    return { live, isNewest: version !== undefined && version.code.sha256 === fn?.code.sha256 };
  }

  it("publishes what was uploaded and not published, in the next update", async () => {
    await stack.up();
    await writeCode(2);
    engine.aws.inject({ action: "lambda:PublishVersion", nth: 1, effect: "fail" });
    await stack.fail("up");
    assert.deepEqual(readLive(), { live: "1", isNewest: false });
    // That fails as well
    engine.aws.inject({ action: "lambda:PublishVersion", nth: 1, effect: "fail" });
    await stack.fail("up");
    assert.deepEqual(listOperations(await stack.preview()), [
      "update lambda.Alias api: functionVersion",
      "update lambda.Function api: description",
    ]);
    await stack.up();
    assert.deepEqual(readLive(), { live: "2", isNewest: true });
    assert.deepEqual(await up(), []);
    await writeCode(3);
    assert.deepEqual(await up(), [
      "update lambda.Alias api: functionVersion",
      "update lambda.Function api: code, codeSha256",
    ]);
    assert.deepEqual(readLive(), { live: "3", isNewest: true });
  });

  it("publishes what was uploaded before a reservation was refused", async () => {
    await stack.up();
    await writeCode(2);
    await stack.set("queuerun:reserved", "901");
    const { errors } = await stack.fail("up");
    assert.match(
      errors.join("\n"),
      /UnreservedConcurrentExecution below its minimum value of \[100\]/,
    );
    assert.deepEqual(readLive(), { live: "1", isNewest: false });
    await stack.set("queuerun:reserved", "off");
    await stack.up();
    assert.deepEqual(readLive(), { live: "2", isNewest: true });
  });

  it("uploads and publishes what AWS has refused", async () => {
    await stack.up();
    await writeCode(2);
    engine.aws.inject({ action: "lambda:UpdateFunctionCode", nth: 1, effect: "fail" });
    await stack.fail("up");
    await stack.up();
    assert.deepEqual(readLive(), { live: "2", isNewest: true });
  });
});
