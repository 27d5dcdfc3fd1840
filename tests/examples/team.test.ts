import assert from "node:assert/strict";
import { join } from "node:path";
import { readDeployTier } from "../engine/deploy-tier.ts";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "../engine/engine.ts";
import { createStack, type Stack } from "../engine/stack.ts";
import { changeUnderDeployTier } from "./deploy-tier-changes.ts";
import { createExampleProject } from "./example-project.ts";

const ROLE = /^arn:aws:iam::123456789012:role\/(shop-production-shop-[0-9a-f]{8})-(\w+)$/;

describe("examples/team", function () {
  this.timeout(300_000);
  let engine: Engine;
  let administrator: Stack;
  let shop: Stack;
  let project: Project;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    project = await createExampleProject(engine, "team");
    const create = (program: string) =>
      createStack({ ...engine, name: "production", folder: join(project.folder, program) }, {});
    administrator = await create("administrator");
    shop = await create("shop");
  });
  after(async () => {
    await administrator?.kill();
    await shop?.kill();
    await engine?.remove();
  });

  it("makes the roles in the administrator's stack, for one environment at GitHub", async () => {
    await administrator.up();
    const { deployRoleArn, runtimeRoleArn } = await administrator.outputs();
    const roles = [deployRoleArn, runtimeRoleArn].map((arn) => ROLE.exec(String(arn))?.[2]);
    assert.deepEqual(roles, ["deploy", "runtime"]);
    const deploy = engine.aws.list("role").find(({ arn }) => arn === deployRoleArn);
    assert.deepEqual(JSON.parse(deploy?.assumeRolePolicy ?? "").Statement[0].Condition, {
      StringEquals: {
        "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
        "token.actions.githubusercontent.com:sub": ["repo:acme/shop:environment:production"],
      },
    });
  });

  it("deploys, changes and destroys the backend with the deploy tier alone", async () => {
    engine.aws.actAs(readDeployTier(engine.aws));
    engine.aws.clearJournal();
    const { operations } = await shop.up();
    const { runtimeRoleArn } = await administrator.outputs();
    const [fn] = engine.aws.list("function");
    assert.equal(fn?.configuration.role, runtimeRoleArn);
    assert.equal(fn?.name, ROLE.exec(String(runtimeRoleArn))?.[1]);
    assert.deepEqual(
      operations.filter(({ type }) => type.startsWith("aws:iam")),
      [],
    );
    const preview = await shop.preview("--expect-no-changes");
    // The administrator's stack is read each time
    assert.deepEqual(
      preview.operations.map(({ op, type }) => `${op} ${type}`),
      ["read pulumi:pulumi:StackReference"],
    );
    const backend = "shop/backend";
    await changeUnderDeployTier({ engine, project, stack: shop, backend, queues: false });
    engine.aws.actAs(readDeployTier(engine.aws));
    await shop.destroy();
    engine.aws.actAsAdministrator();
    const actions = engine.aws.journal().map(({ action }) => action);
    assert.deepEqual(
      actions.filter((action) => action.startsWith("iam:") && action !== "iam:PassRole"),
      [],
    );
    await administrator.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
