import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { createTypeScriptProgram, FULL_BACKEND_FILES, listOperations } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

const APP = "shop-dev-api-d884e789";
const ACCOUNT = "123456789012";
const REGION = "eu-central-1";

describe("engine: a Backend", function () {
  this.timeout(180_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    project = await engine.createProject({ ...FULL_BACKEND_FILES, ...createTypeScriptProgram() });
    stack = await project.createStack("dev");
  });
  after(() => engine?.remove());

  it("goes up from nothing, as previewed", async () => {
    const preview = await stack.preview();
    assert.deepEqual(engine.aws.names(), []);
    const up = await stack.up();
    assert.deepEqual(listOperations(preview), listOperations(up));
    assert.deepEqual(up.warnings, []);
    assert.deepEqual(listOperations(up), [
      "create apigatewayv2.Api api",
      "create apigatewayv2.Api api-socket",
      "create apigatewayv2.Integration api",
      "create apigatewayv2.Integration api-socket",
      "create apigatewayv2.Route api",
      "create apigatewayv2.Route api-socket-connect",
      "create apigatewayv2.Route api-socket-default",
      "create apigatewayv2.Route api-socket-disconnect",
      "create apigatewayv2.Stage api",
      "create apigatewayv2.Stage api-socket",
      "create cloudwatch.LogGroup api",
      "create dynamodb.Table api-connections",
      "create iam.Policy api-deploy",
      "create iam.Role api-runtime",
      "create iam.Role api-scheduler",
      "create iam.RolePolicy api-runtime",
      "create iam.RolePolicy api-scheduler",
      "create index.Backend api",
      "create index.Permissions api",
      "create lambda.Alias api",
      "create lambda.EventSourceMapping api-_internal",
      "create lambda.EventSourceMapping api-billing.fifo",
      "create lambda.EventSourceMapping api-email",
      "create lambda.Function api",
      "create lambda.FunctionRecursionConfig api",
      "create lambda.Permission api",
      "create lambda.Permission api-socket",
      "create scheduler.Schedule api-cleanup",
      "create scheduler.ScheduleGroup api",
      "create sqs.Queue api-d-_internal",
      "create sqs.Queue api-d-billing.fifo",
      "create sqs.Queue api-d-email",
      "create sqs.Queue api-q-_internal",
      "create sqs.Queue api-q-billing.fifo",
      "create sqs.Queue api-q-email",
    ]);
  });

  it("says where everything is", async () => {
    const { url, webSocketUrl, ...outputs } = await stack.outputs();
    assert.match(
      String(url),
      /^https:\/\/[a-z0-9]{10}\.execute-api\.eu-central-1\.amazonaws\.com$/,
    );
    assert.match(
      String(webSocketUrl),
      /^wss:\/\/[a-z0-9]{10}\.execute-api\.eu-central-1\.amazonaws\.com\/live$/,
    );
    const [fn] = engine.aws.list("function");
    const { variables = {} } = fn?.configuration.environment ?? {};
    assert.deepEqual(
      [variables.QUEUERUN_URL, variables.QUEUERUN_WEBSOCKET_URL],
      [url, webSocketUrl],
    );
    const queue = (kind: string, name: string) =>
      `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${APP}-${kind}-${name}`;
    assert.deepEqual(outputs, {
      functionName: APP,
      functionVersion: "1",
      aliasArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${APP}:live`,
      queueUrls: { "billing.fifo": queue("q", "billing.fifo"), email: queue("q", "email") },
      deadLetterQueueUrls: {
        "billing.fifo": queue("d", "billing.fifo"),
        email: queue("d", "email"),
      },
      deployPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/${APP}-deploy`],
      runtimeRoleArn: `arn:aws:iam::${ACCOUNT}:role/${APP}-runtime`,
      paused: false,
    });
  });

  it("targets the alias with everything", () => {
    const alias = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${APP}:live`;
    const mappings = engine.aws.list("mapping").map(({ functionArn }) => functionArn);
    const integrations = engine.aws
      .list("api")
      .flatMap((api) => Object.values(api.integrations))
      .map(({ integrationUri }) => integrationUri);
    const invocation = `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${alias}/invocations`;
    assert.deepEqual(mappings, [alias, alias, alias]);
    assert.deepEqual(integrations, [invocation, invocation]);
    const [fn] = engine.aws.list("function");
    assert.deepEqual(Object.keys(fn?.policies ?? {}), ["live"]);
  });

  it("keeps the user's secrets out of the state and of what is printed", async () => {
    const state = await stack.run("stack", "export", "--stack", "dev");
    const { text } = await stack.preview();
    for (const secret of ["hush-hush", "AKIAOFTHEUSER"])
      for (const where of [state, text]) assert.ok(!where.includes(secret), secret);
    const [fn] = engine.aws.list("function");
    const { DB_URL, QUEUERUN_USER_AWS_ACCESS_KEY_ID } =
      fn?.configuration.environment?.variables ?? {};
    assert.deepEqual([DB_URL, QUEUERUN_USER_AWS_ACCESS_KEY_ID], ["hush-hush", "AKIAOFTHEUSER"]);
  });

  it("stays as it is", async () => {
    assert.deepEqual(listOperations(await stack.up()), []);
    assert.deepEqual(listOperations(await stack.refresh()), []);
    assert.deepEqual(listOperations(await stack.preview()), []);
  });

  it("stays as it is from another folder, of another home", async () => {
    const configuration = await readFile(join(project.folder, "Pulumi.dev.yaml"));
    const other = await engine.createProject({
      ...FULL_BACKEND_FILES,
      ...createTypeScriptProgram(),
      "Pulumi.dev.yaml": configuration,
    });
    const elsewhere = other.openStack("dev", { HOME: join(other.folder, "home") });
    assert.deepEqual(listOperations(await elsewhere.preview()), []);
    assert.deepEqual(listOperations(await elsewhere.up()), []);
  });

  it("goes down without a rest", async () => {
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
    assert.deepEqual(await stack.resources(), []);
  });
});
