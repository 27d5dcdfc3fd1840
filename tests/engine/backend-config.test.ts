import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "./engine.ts";
import { BACKEND_FILES, createTypeScriptProgram, listOperations } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

const RESERVED = "queuerun:reserved";
const PROVISIONED = "queuerun:provisioned";
const VERSION = "queuerun:version";

const MAPPINGS = ["api-billing.fifo", "api-email"].map(
  (name) => `update lambda.EventSourceMapping ${name}`,
);

describe("engine: configuration of a stack", function () {
  this.timeout(300_000);
  let engine: Engine;
  let stack: Stack;
  let write: (version: number) => Promise<void>;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    const project = await engine.createProject({ ...BACKEND_FILES, ...createTypeScriptProgram() });
    stack = await project.createStack("dev");
    write = (version) =>
      project.write({
        "backend/api/index.ts": `export const get = () => ({ version: ${version} });`,
      });
    await stack.up();
  });
  after(() => engine?.remove());

  const up = async () => listOperations(await stack.up());

  function readFunction() {
    const [fn] = engine.aws.list("function");
    assert.ok(fn);
    const { reserved, provisioned, versions, aliases } = fn;
    const numbers = versions.map(({ version }) => version);
    return { reserved, provisioned, versions: numbers, live: aliases.live?.version };
  }

  it("reserves instances, and shares them among the queues", async () => {
    await stack.set(RESERVED, "50");
    assert.deepEqual(await up(), [
      ...MAPPINGS.map((mapping) => `${mapping}: scalingConfig`),
      "update lambda.Function api: reservedConcurrentExecutions",
    ]);
    assert.equal(readFunction().reserved, 50);
    assert.deepEqual(
      engine.aws.list("mapping").map(({ maximumConcurrency }) => maximumConcurrency),
      [24, 24],
    );
  });

  it("pauses at 0: the pause shows in the preview", async () => {
    await stack.set(RESERVED, "0");
    const preview = listOperations(await stack.preview());
    assert.deepEqual(preview, [
      "update apigatewayv2.Stage api: defaultRouteSettings.throttlingBurstLimit, defaultRouteSettings.throttlingRateLimit",
      ...MAPPINGS.map((mapping) => `${mapping}: enabled, scalingConfig`),
      "update lambda.Function api: reservedConcurrentExecutions",
    ]);
    assert.deepEqual(await up(), preview);
    assert.equal((await stack.outputs()).paused, true);
  });

  it("goes on when it is off", async () => {
    await stack.set(RESERVED, "off");
    assert.deepEqual(await up(), [
      "update apigatewayv2.Stage api: defaultRouteSettings.throttlingBurstLimit, defaultRouteSettings.throttlingRateLimit",
      ...MAPPINGS.map((mapping) => `${mapping}: enabled`),
      "update lambda.Function api: reservedConcurrentExecutions",
    ]);
    assert.equal(readFunction().reserved, null);
    assert.deepEqual(await up(), []);
  });

  it("keeps instances ready, as many as it says, for the alias", async () => {
    await stack.set(PROVISIONED, "2");
    assert.deepEqual(await up(), ["create lambda.ProvisionedConcurrencyConfig api"]);
    assert.deepEqual(readFunction().provisioned, { live: 2 });
    await stack.set(PROVISIONED, "5");
    assert.deepEqual(await up(), [
      "update lambda.ProvisionedConcurrencyConfig api: provisionedConcurrentExecutions",
    ]);
    assert.deepEqual(readFunction().provisioned, { live: 5 });
    await stack.set(PROVISIONED, "off");
    assert.deepEqual(await up(), ["delete lambda.ProvisionedConcurrencyConfig api"]);
    assert.deepEqual(readFunction().provisioned, {});
  });

  it("publishes one version for a change of the code, and moves the alias", async () => {
    await write(2);
    assert.deepEqual(await up(), [
      "update lambda.Alias api: functionVersion",
      "update lambda.Function api: code, codeSha256",
    ]);
    assert.deepEqual(readFunction(), {
      reserved: null,
      provisioned: {},
      versions: ["1", "2"],
      live: "2",
    });
  });

  it("goes back to a version and stays there, also while newer ones are published", async () => {
    await stack.set(VERSION, "1");
    assert.deepEqual(await up(), ["update lambda.Alias api: functionVersion"]);
    assert.deepEqual(await up(), []);
    await write(3);
    assert.deepEqual(await up(), ["update lambda.Function api: code, codeSha256"]);
    assert.equal((await stack.outputs()).functionVersion, "1");
    assert.deepEqual(readFunction().versions, ["1", "2", "3"]);
    await stack.unset(VERSION);
    assert.deepEqual(await up(), ["update lambda.Alias api: functionVersion"]);
    assert.equal(readFunction().live, "3");
  });

  it("refuses a version that there is not", async () => {
    await stack.set(VERSION, "9");
    const { errors } = await stack.fail("preview");
    assert.deepEqual(errors.slice(0, 1), ['"queuerun:version" is 9, but the newest version is 3']);
    await stack.unset(VERSION);
  });

  it("reports everything that is wrong with it, before it changes anything", async () => {
    await stack.set("queuerun:reservd", "1");
    await stack.set(RESERVED, "2");
    await stack.set(PROVISIONED, "3");
    engine.aws.clearJournal();
    const { errors } = await stack.fail("up");
    assert.equal(
      errors[0],
      [
        'Backend "api" cannot be deployed:',
        '- "queuerun:reservd" is not known. Did you mean "queuerun:reserved"?',
        '- "queuerun:provisioned" is 3, must be at most "queuerun:reserved", which is 2',
      ].join("\n"),
    );
    assert.deepEqual(engine.aws.journal(), []);
  });
});
