import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import { ADMINISTRATOR, explainRefusal } from "../../provider/explain-refusal.ts";
import { ALL_NEEDS, createScope } from "../permissions/apps.ts";
import { readDeployTier, withoutStatement } from "./deploy-tier.ts";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { BACKEND_FILES, createYamlProgram, FULL_BACKEND_FILES } from "./programs/backend.ts";
import { findDenials } from "./replay-calls.ts";
import type { Stack, Update } from "./stack.ts";

/** The language host of these tests for TypeScript knows no hooks: the plugin of components has its own. */
const PLUGINS = [fileURLToPath(new URL("bin", import.meta.url))];

const SCOPE = { ...createScope("shop", "dev", "api"), account: "123456789012" };
const APP = SCOPE.app;
const IN_REGION = "eu-central-1:123456789012";
const SCHEDULE = "backend/schedules/cleanup.ts";
const EMPTY = "export default async () => {};\n";

describe("engine: whoever has the deploy tier alone", function () {
  this.timeout(600_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine({ plugins: PLUGINS });
    project = await engine.createProject({
      ...BACKEND_FILES,
      "backend/socket/index.ts": FULL_BACKEND_FILES["backend/socket/index.ts"] ?? "",
      ...createYamlProgram(),
    });
    stack = await project.createStack("dev");
  });
  after(() => engine?.remove());

  it("is told that the first update is for an administrator", async () => {
    // What `queuerun policy --tier deploy` prints
    engine.aws.actAs([createDeployPolicy(SCOPE, ALL_NEEDS)]);
    const { errors } = await stack.fail("up");
    assertDenied(
      errors,
      "iam:(CreateRole|CreatePolicy|TagPolicy)",
      `\\S+:(role|policy)/${APP}-\\w+`,
    );
    assert.ok(errors.includes(ADMINISTRATOR), errors.join("\n"));
    const iam = engine.aws.names().filter((name) => /^(role|policy) /.test(name));
    assert.deepEqual(iam, []);
    engine.aws.actAsAdministrator();
    await stack.up();
  });

  it("is told so of the first schedule, by the preview and when AWS refuses", async () => {
    await project.write({ [SCHEDULE]: FULL_BACKEND_FILES[SCHEDULE] ?? "" });
    engine.aws.actAs(readDeployTier(engine.aws));
    const { notes } = await stack.preview();
    assert.equal(notes.at(-1)?.split("\n").at(-1), ADMINISTRATOR);
    const { errors } = await stack.fail("up");
    assert.ok(
      errors.some((error) => error.includes(ADMINISTRATOR)),
      errors.join("\n"),
    );
    engine.aws.actAsAdministrator();
    await stack.up("--refresh");
  });

  /** An update, or a refresh, that fails when a statement is missing. */
  async function failWithout(sid: string, command: "up" | "refresh" = "up"): Promise<Update> {
    const policies = readDeployTier(engine.aws);
    engine.aws.actAs(withoutStatement(policies, sid));
    const update = await stack.fail(command);
    engine.aws.actAs(policies);
    return update;
  }

  it("is told by a refresh what may not be read", async () => {
    const denied: Record<string, readonly [action: string, resource: string]> = {
      FindLogGroup: ["logs:DescribeLogGroups", `arn:aws:logs:${IN_REGION}:log-group::log-stream:`],
      Api: ["apigateway:GET", "arn:aws:apigateway:eu-central-1::/apis/\\w+"],
      ConnectionsTable: ["dynamodb:DescribeTable", `\\S+:table/${APP}-connections`],
      ReadRoles: ["iam:GetRole", `\\S+:role/${APP}-\\w+`],
    };
    for (const [sid, [action, resource]] of Object.entries(denied))
      assertDenied((await failWithout(sid, "refresh")).errors, action, resource);
  });

  it("is told before anything is changed when it may not ask for the function", async () => {
    await project.write({ "backend/api/index.ts": "export const get = () => 2;\n" });
    engine.aws.clearJournal();
    const { errors } = await failWithout("Function");
    assert.match(errors.join("\n"), new RegExp(`Cannot ask AWS for the function "${APP}": `));
    assertDenied(errors, "lambda:(GetFunction|ListVersionsByFunction)", `\\S+:function:${APP}`);
    const changes = engine.aws.journal().filter(({ action }) => /:(Update|Publish)/.test(action));
    assert.deepEqual(changes, []);
  });

  it("is told by an update what may not be made", async () => {
    await project.write({ "backend/queues/store.ts": EMPTY });
    const queue = await failWithout("Queues");
    assertDenied(queue.errors, "sqs:createqueue", `arn:aws:sqs:${IN_REGION}:${APP}-d-store`);
    const explanation = explainRefusal(queue.errors.join("\n")) ?? "";
    assert.ok(queue.errors.includes(explanation), queue.errors.join("\n"));
    const mapping = await failWithout("CreateMapping");
    assertDenied(mapping.errors, "lambda:CreateEventSourceMapping", "\\*");
    await project.write({
      "backend/schedules/report.ts": `export const schedule = "every hour";\n${EMPTY}`,
    });
    const schedule = await failWithout("PassSchedulerRole");
    assertDenied(schedule.errors, "iam:PassRole", `\\S+:role/${APP}-scheduler`);
    await stack.set("queuerun:provisioned", "2");
    const provisioned = await failWithout("ProvisionedConcurrency");
    const action = "lambda:PutProvisionedConcurrencyConfig";
    assertDenied(provisioned.errors, action, `\\S+:function:${APP}:live`);
  });

  it("is told what may not be changed, and changes it once it may", async () => {
    await project.write({ "backend/.env.production": "DB_URL=rotated\n" });
    const environment = await failWithout("ConfigureFunction");
    const action = "lambda:UpdateFunctionConfiguration";
    assertDenied(environment.errors, action, `\\S+:function:${APP}`);
    await stack.up("--refresh");
    assert.equal(
      engine.aws.list("function")[0]?.configuration.environment?.variables?.DB_URL,
      "rotated",
    );
    await stack.set("queuerun:reserved", "0");
    const pause = await failWithout("Mappings");
    assertDenied(pause.errors, "lambda:UpdateEventSourceMapping", "\\S+:event-source-mapping:\\S+");
    await stack.up("--refresh");
    const enabled = engine.aws.list("mapping").filter((mapping) => mapping.enabled);
    assert.deepEqual(enabled, []);
    await stack.set("queuerun:reserved", "off");
    await stack.up();
  });

  it("needs every statement", async () => {
    const resources = await stack.resources();
    // Told by name, as where an administrator's program makes the roles; in a network
    const policy = createDeployPolicy(SCOPE, ALL_NEEDS);
    assert.deepEqual(await findDenials(engine.aws, resources, [policy]), []);
    for (const { Sid, Action } of policy.Statement) {
      const policies = withoutStatement([policy], Sid);
      const denials = await findDenials(engine.aws, resources, policies);
      assert.notDeepEqual(denials, [], `${Sid} can be left out`);
      for (const denial of denials) assertNames(denial, Action);
    }
  });

  it("is not able to destroy roles", async () => {
    engine.aws.actAs(readDeployTier(engine.aws));
    const { errors } = await stack.fail("destroy");
    assertDenied(errors, "iam:\\w+", `\\S+:(role|policy)/${APP}-\\w+`);
    engine.aws.actAsAdministrator();
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});

/** @param action A pattern, as `resource`. */
function assertDenied(errors: readonly string[], action: string, resource: string): void {
  const text = errors.join("\n");
  assert.match(
    text,
    new RegExp(`is not authorized to perform: ${action} on resource: ${resource} `),
  );
}

/** A message of AWS names an action of the statement, and what it was denied on. */
function assertNames(denial: string, actions: readonly string[]): void {
  const [, action, resource] = /perform: (\S+) on resource: (\S+) because/.exec(denial) ?? [];
  const network = /have permission to (\w+)\. EC2 Error Code/.exec(denial)?.[1];
  const named = (action ?? `ec2:${network}`).toLowerCase();
  assert.ok(
    actions.some((each) => each.toLowerCase() === named),
    denial,
  );
  assert.ok(resource !== undefined || network !== undefined, denial);
}
