import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Backend } from "../../index.ts";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { createInlineStack } from "./inline.ts";
import {
  BACKEND,
  BACKEND_FILES,
  createTypeScriptProgram,
  createYamlProgram,
  FULL_BACKEND_FILES,
  listOperations,
  OUTPUTS,
} from "./programs/backend.ts";
import { describeInputs, parseState } from "./state.ts";

/** A provider that a program declares, as YAML refers to it. */
const OTHER_REGION = "$" + "{elsewhere}";

const PLUGINS = [fileURLToPath(new URL("bin", import.meta.url))];

describe("engine: a Backend from other languages", function () {
  this.timeout(300_000);
  let engine: Engine;
  let yaml: Project;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine({ plugins: PLUGINS });
    yaml = await engine.createProject({ ...BACKEND_FILES, ...createYamlProgram() });
  });
  beforeEach(() => engine.aws.advance(60));
  after(() => engine?.remove());

  it("has the same resources from TypeScript, YAML and the Automation API", async () => {
    const files = { ...FULL_BACKEND_FILES, ...createTypeScriptProgram() };
    const typescript = await (await engine.createProject(files)).createStack("dev");
    await typescript.up();
    const expected = describeInputs(await typescript.resources());
    const outputs = withoutUrls(await typescript.outputs());
    assert.equal(Object.keys(expected).length, 35);
    await typescript.destroy();
    await typescript.remove();

    engine.aws.advance(60);
    const full = await engine.createProject({ ...FULL_BACKEND_FILES, ...createYamlProgram() });
    const other = await full.createStack("dev");
    const preview = await other.preview();
    const up = await other.up();
    assert.deepEqual(listOperations(up), listOperations(preview));
    assert.deepEqual(describeInputs(await other.resources()), expected);
    assert.deepEqual(withoutUrls(await other.outputs()), outputs);
    assert.deepEqual(listOperations(await other.up()), []);
    await other.destroy();
    await other.remove();

    engine.aws.advance(60);
    const { folder } = await engine.createProject(FULL_BACKEND_FILES);
    const inline = await createInlineStack(engine, "dev", {
      project: "shop",
      folder,
      program: async () => {
        const backend = new Backend(BACKEND, { source: join(folder, "backend") });
        return Object.fromEntries(OUTPUTS.map((name) => [name, backend[name as keyof Backend]]));
      },
    });
    const result = await inline.up();
    assert.deepEqual(describeInputs(parseState(await inline.exportStack())), expected);
    const values = Object.entries(result.outputs).map(([name, { value }]) => [name, value]);
    assert.deepEqual(withoutUrls(Object.fromEntries(values)), outputs);
    await inline.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });

  it("takes the stack's configuration", async () => {
    const stack = await yaml.createStack("paused", { "queuerun:reserved": "0" });
    await stack.up();
    assert.equal((await stack.outputs()).paused, true);
    await stack.set("queuerun:reserved", "off");
    assert.deepEqual(listOperations(await stack.up()), [
      "update apigatewayv2.Stage api: defaultRouteSettings.throttlingBurstLimit, defaultRouteSettings.throttlingRateLimit",
      "update lambda.EventSourceMapping api-billing.fifo: enabled",
      "update lambda.EventSourceMapping api-email: enabled",
      "update lambda.Function api: reservedConcurrentExecutions",
    ]);
    await stack.destroy();
  });

  it("keeps secrets in arguments secret, and passes aliases and providers on", async () => {
    const resources = (name: string, options: object) => ({
      elsewhere: { type: "pulumi:providers:aws", properties: { region: "us-east-1" } },
      [name]: {
        type: "queuerun:Backend",
        properties: {
          source: "backend",
          appName: "shop-dev-12345678",
          environment: { TOKEN: { "fn::secret": "whispered" }, AWS_SECRET_ACCESS_KEY: "spoken" },
        },
        options: { providers: [OTHER_REGION], ...options },
      },
    });
    const program = (name: string, options: object = {}) => ({
      "Pulumi.yaml": JSON.stringify({
        name: "shop",
        runtime: "yaml",
        resources: resources(name, options),
      }),
    });
    const project = await engine.createProject({ ...BACKEND_FILES, ...program("api") });
    const stack = await project.createStack("secret");
    await stack.up();
    const state = await stack.run("stack", "export", "--stack", "secret");
    for (const secret of ["whispered", "hush-hush", "spoken"]) assert.ok(!state.includes(secret));
    const [fn] = engine.aws.list("function");
    const { TOKEN, QUEUERUN_USER_AWS_SECRET_ACCESS_KEY } =
      fn?.configuration.environment?.variables ?? {};
    assert.deepEqual([TOKEN, QUEUERUN_USER_AWS_SECRET_ACCESS_KEY], ["whispered", "spoken"]);
    assert.equal(fn?.arn, "arn:aws:lambda:us-east-1:123456789012:function:shop-dev-12345678");

    await project.write(program("renamed", { aliases: [{ name: "api" }] }));
    assert.deepEqual(listOperations(await stack.up()), []);
    await stack.destroy();
  });

  it("shows each bad argument with its path, before anything is created", async () => {
    const args = {
      source: "nowhere",
      memorySize: 64,
      throttle: { rateLimit: 0 },
      environment: { NODE_OPTIONS: { "fn::secret": "whispered" } },
    };
    const project = await engine.createProject(createYamlProgram(args));
    const stack = await project.createStack("bad", { "queuerun:provisioned": "0" });
    engine.aws.clearJournal();
    const { errors, text } = await stack.fail("up");
    const folder = join(project.folder, "nowhere");
    assert.equal(
      errors[0],
      [
        "queuerun:index:Backend resource 'api' has a problem: Backend \"api\" cannot be deployed:",
        "\t\t- property memorySize with value '{64}' has a problem: memorySize is 64 MB, must be a whole number, 128 to 10,240 MB",
        '\t\t- property "environment.NODE_OPTIONS" has a problem: environment.NODE_OPTIONS is refused: "NODE_OPTIONS" cannot be set: it could run code before queuerun has put its credentials away. Remove it',
        "\t\t- property throttle.rateLimit with value '{0}' has a problem: throttle.rateLimit is 0 (a number), must be a number, 1 or more. To pause the backend: \"pulumi config set queuerun:reserved 0\"",
        '\t\t- property queuerun:provisioned has a problem: "queuerun:provisioned" is "0", must be "off" or an integer of 1 or more',
        `\t\t- property source with value '{nowhere}' has a problem: source is "nowhere": there is no folder "${folder}"`,
      ].join("\n"),
    );
    assert.ok(!text.includes("whispered"));
    assert.deepEqual(engine.aws.journal(), []);
  });
});

/** Both hold an ID that AWS has chosen. */
function withoutUrls(outputs: Readonly<Record<string, unknown>>) {
  const { url, webSocketUrl, ...others } = outputs;
  assert.ok(url && webSocketUrl);
  return others;
}
