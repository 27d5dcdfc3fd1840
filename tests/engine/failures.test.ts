import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { createZip } from "./programs/plain.ts";
import { PLAIN_YAML } from "./programs/plain-yaml.ts";
import type { Stack, Update } from "./stack.ts";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

describe("engine: what goes wrong half-way", function () {
  this.timeout(180_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;
  let stacks = 0;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  beforeEach(async () => {
    project = await engine.createProject(PLAIN_YAML);
    stack = await project.createStack(`s${++stacks}`);
    engine.aws.clearJournal();
  });
  afterEach(async () => {
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
    assert.deepEqual(engine.aws.pendingInjections(), []);
  });
  after(() => engine?.remove());

  /** A call that the SDK makes again is no failure. */
  it("gets over throttled calls", async () => {
    engine.aws.inject({ action: "sqs:CreateQueue", nth: 1, effect: "throttle" });
    await stack.up();
    const calls = engine.aws.journal().filter(({ action }) => action === "sqs:CreateQueue");
    const call = {
      action: "sqs:CreateQueue",
      resource: `arn:aws:sqs:eu-central-1:123456789012:plain-${stack.name}-jobs`,
      for: "aws:sqs/queue:Queue jobs",
    };
    assert.deepEqual(calls, [{ ...call, error: "ThrottlingException" }, call]);
  });

  it("never publishes code whose publishing failed: the state takes it for done", async () => {
    await stack.up();
    await project.write({ "code.zip": createZip("export const handler = async () => 2;") });
    engine.aws.inject({ action: "lambda:PublishVersion", nth: 1, effect: "fail" });
    const failed = await stack.fail("up");
    assert.deepEqual(listOperations(failed), ["update handler code"]);
    assert.deepEqual(listOperations(await stack.up()), ["update handler"]);
    assert.deepEqual(listOperations(await stack.up()), []);
    await stack.refresh();
    assert.deepEqual(listOperations(await stack.up()), []);
    const [found] = engine.aws.list("function");
    assert.deepEqual(
      found?.versions.map(({ version }) => version),
      ["1"],
    );
    assert.notEqual(found?.code.sha256, found?.versions[0]?.code.sha256);
  });

  it("resumes where it was killed", async () => {
    const killed = await stack.killAt({ action: "lambda:CreateAlias" }, "up");
    assert.equal(listOperations(killed).at(-1), "create live");
    const resumed = await stack.up();
    assert.deepEqual(resumed.warnings.length, 1);
    assert.match(resumed.warnings[0] ?? "", /1 pending operations from previous deployment/);
    assert.deepEqual(listOperations(resumed).sort(), [
      "create integration",
      "create live",
      "create mapping",
      "create permission",
      "create route",
    ]);
    assert.deepEqual(listOperations(await stack.up()), []);
  });

  it("finds what was made but not noted before it was killed, and imports it", async () => {
    await stack.killAt({ action: "logs:CreateLogGroup", effect: "lose" }, "up");
    const { errors } = await stack.fail("up");
    const name = `/aws/lambda/plain-${stack.name}`;
    assert.deepEqual(errors, [
      `creating CloudWatch Logs Log Group (${name}): operation error CloudWatch Logs: CreateLogGroup, ` +
        "https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, " +
        "ResourceAlreadyExistsException: The specified log group already exists",
      "update failed",
    ]);
    await stack.run(
      ...["import", LOG_GROUP, "logs", name, "--stack", stack.name],
      ...["--yes", "--protect=false", "--generate-code=false", "--skip-preview"],
    );
    const imported = await stack.up();
    assert.ok(listOperations(imported).includes("update logs retentionInDays"));
  });

  it("goes on after a refusal once its cause is gone", async () => {
    await stack.set("visibility", "29");
    const { errors } = await stack.fail("up");
    assert.match(
      errors[0] ?? "",
      /visibility timeout: 29 seconds is less than Function timeout: 30/,
    );
    await stack.set("visibility", "30");
    const resumed = await stack.up();
    assert.deepEqual(
      listOperations(resumed).filter((text) => /jobs|mapping/.test(text)),
      ["update jobs visibilityTimeoutSeconds", "create mapping"],
    );
  });

  it("finds changes made behind its back, and takes them back", async () => {
    await stack.up();
    const [queue] = engine.aws.list("queue");
    const [api] = engine.aws.list("api");
    assert.ok(queue && api);
    engine.aws.put("queue", queue.arn, {
      ...queue,
      attributes: { ...queue.attributes, delaySeconds: 900 },
    });
    engine.aws.delete("api", `eu-central-1/${api.id}`);
    const refreshed = await stack.refresh();
    assert.deepEqual(listOperations(refreshed).sort(), [
      "delete api",
      "delete integration",
      "delete route",
      "delete stage",
      "update jobs delaySeconds",
    ]);
    assert.deepEqual(listOperations(await stack.up()).sort(), [
      "create api",
      "create integration",
      "create route",
      "create stage",
      "replace permission sourceArn",
      "update jobs delaySeconds",
    ]);
  });
});

describe("engine: accounts", function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    const engine = await startEngine();
    await engine.remove();
  });

  it("deploys nothing without credentials", async () => {
    const engine = await startEngine({ environment: { AWS_ACCESS_KEY_ID: "" } });
    try {
      const stack = await (await engine.createProject(PLAIN_YAML)).createStack("dev");
      const { errors } = await stack.fail("up");
      assert.match(errors.join("\n"), /No valid credential sources found/);
      assert.deepEqual(engine.aws.names(), []);
    } finally {
      await engine.remove();
    }
  });

  it("deploys two stacks at once into one account", async () => {
    const engine = await startEngine();
    try {
      const project = await engine.createProject(PLAIN_YAML);
      const stacks = [await project.createStack("one"), await project.createStack("two")];
      await Promise.all(stacks.map((stack) => stack.up()));
      assert.deepEqual(
        engine.aws.list("function").map(({ name }) => name),
        ["plain-one", "plain-two"],
      );
      await Promise.all(stacks.map((stack) => stack.destroy()));
      assert.deepEqual(engine.aws.names(), []);
    } finally {
      await engine.remove();
    }
  });
});

/** `update jobs delaySeconds, name`. */
function listOperations({ operations }: Update): string[] {
  return operations.map(({ op, name, changes = [] }) =>
    `${op} ${name} ${changes.join(", ")}`.trim(),
  );
}
