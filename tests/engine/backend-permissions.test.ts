import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createScope } from "../permissions/apps.ts";
import { findDenied } from "../support/iam.ts";
import type { JournalEntry } from "./aws/store.ts";
import { readDeployTier } from "./deploy-tier.ts";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "./engine.ts";
import { createTypeScriptProgram, FULL_BACKEND_FILES, listOperations } from "./programs/backend.ts";

const ADMINISTRATOR = {
  "Pulumi.yaml": "name: admin\nruntime: { name: nodejs, options: { typescript: false } }\n",
  "index.ts": `import { Permissions } from "queuerun";

const api = new Permissions("api", {
  features: ["http", "queues", "socket", "schedules"],
  project: "shop",
  stack: "dev",
  github: { repository: "acme/shop", environment: "dev" },
});

export const { deployPolicyArns, deployPolicyJson, deployRoleArn } = api;
export const { runtimeRoleArn, schedulerRoleArn } = api;
`,
};

const SCOPE = { ...createScope("shop", "dev", "api"), account: "123456789012" };
const APP = "shop-dev-api-d884e789";

describe("engine: permissions", function () {
  this.timeout(300_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
  });
  after(() => engine?.remove());

  it("lets whoever deploys do all that a deployment takes, and nothing to IAM", async () => {
    const administrator = await (await engine.createProject(ADMINISTRATOR)).createStack("prod");
    await administrator.up();
    assert.deepEqual(engine.aws.names(), [
      `policy arn:aws:iam::123456789012:policy/${APP}-deploy`,
      `policy arn:aws:iam::123456789012:policy/${APP}-deploy-2`,
      `role ${APP}-deploy`,
      `role ${APP}-runtime`,
      `role ${APP}-scheduler`,
    ]);
    const outputs = await administrator.outputs();
    const policies = readDeployTier(engine.aws);
    assert.deepEqual(JSON.parse(String(outputs.deployPolicyJson)), policies);
    assert.equal(outputs.deployRoleArn, `arn:aws:iam::123456789012:role/${APP}-deploy`);
    const [role] = engine.aws.list("role").filter(({ name }) => name === `${APP}-deploy`);
    assert.deepEqual(role?.attachedPolicies, outputs.deployPolicyArns);

    engine.aws.clearJournal();
    engine.aws.actAs(policies);
    const { runtimeRoleArn, schedulerRoleArn } = outputs;
    const permissions = JSON.stringify({ runtimeRoleArn, schedulerRoleArn });
    const args = `permissions: ${permissions}, tags: { team: "shop" }`;
    const project = await engine.createProject({
      ...FULL_BACKEND_FILES,
      ...createTypeScriptProgram(args),
    });
    const stack = await project.createStack("dev");
    await stack.preview();
    await stack.up();
    await project.write({
      "backend/api/index.ts": "export const get = () => 2;\n",
      "backend/queues/store.ts": "export default async () => {};\n",
      "backend/schedules/report.ts":
        'export const schedule = "every hour";\nexport default async () => {};\n',
    });
    await stack.set("queuerun:reserved", "50");
    await stack.set("queuerun:provisioned", "2");
    await stack.up();
    await rm(join(project.folder, "backend/queues/store.ts"));
    await rm(join(project.folder, "backend/schedules/report.ts"));
    await stack.set("queuerun:reserved", "0");
    await stack.set("queuerun:version", "1");
    await stack.up();
    await stack.refresh();
    await stack.destroy();
    await stack.remove();
    const calls = engine.aws.journal();
    assert.ok(calls.length > 100, `There were ${calls.length} calls`);
    assert.deepEqual(
      await findDenied(policies, calls.filter(isAuthorized).map(createRequest), SCOPE),
      [],
    );
    assert.deepEqual(
      calls.filter(({ action }) => /^iam:(?!Get|List|PassRole)/.test(action)),
      [],
    );
    engine.aws.actAsAdministrator();
    await administrator.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });

  it("keeps a Backend's own deploy tier to its own APIs, and lets it change all but IAM", async () => {
    engine.aws.advance(60);
    const project = await engine.createProject({
      ...FULL_BACKEND_FILES,
      ...createTypeScriptProgram(),
    });
    const stack = await project.createStack("dev");
    await stack.up();
    const [deployPolicy] = engine.aws.list("policy");
    const policy = JSON.parse(deployPolicy?.policy ?? "{}");
    const apis = engine.aws.list("api").map(({ id }) => id);
    assert.equal(apis.length, 2);
    assert.deepEqual(
      policy.Statement.flatMap(({ Resource }: { Resource: string[] }) => Resource)
        .filter((resource: string) => resource.startsWith("arn:aws:apigateway:"))
        .sort(),
      apis
        .flatMap((id) =>
          ["", "/*"].map((end) => `arn:aws:apigateway:eu-central-1::/apis/${id}${end}`),
        )
        .sort(),
    );

    engine.aws.clearJournal();
    engine.aws.actAs([policy]);
    await project.write({
      "backend/api/index.ts": "export const get = () => 2;\n",
      "backend/queues/store.ts": "export default async () => {};\n",
    });
    await stack.set("queuerun:reserved", "0");
    await stack.up();
    await stack.refresh();
    engine.aws.actAsAdministrator();
    const calls = engine.aws.journal();
    assert.ok(calls.length > 50, `There were ${calls.length} calls`);
    assert.deepEqual(
      await findDenied([policy], calls.filter(isAuthorized).map(createRequest), SCOPE),
      [],
    );
    await stack.destroy();
    await stack.remove();
  });

  it("prints in the preview what each tier is given, and what is taken away", async () => {
    // SQS gives a name again a minute after its queue was deleted
    engine.aws.advance(60);
    const queue = "export default async () => {};\n";
    const project = await engine.createProject({
      "backend/queues/email.ts": queue,
      ...createTypeScriptProgram(),
    });
    const stack = await project.createStack("dev");
    const [first = ""] = (await stack.preview()).notes;
    assert.deepEqual(
      first.split("\n").filter((line) => line.endsWith("tier:")),
      ["deploy tier:", "runtime tier:"],
    );
    await stack.up();
    assert.deepEqual((await stack.preview()).notes, []);
    await project.write({ "backend/api/index.ts": "export const get = () => 1;\n" });
    const { notes } = await stack.preview();
    assert.deepEqual(notes, [
      `Permissions that this update gives (+) and takes away (-):
deploy tier:
  + lambda:AddPermission on arn:aws:lambda:eu-central-1:123456789012:function:${APP}:live if lambda:Principal StringEquals apigateway.amazonaws.com
  + lambda:GetPolicy, lambda:RemovePermission on arn:aws:lambda:eu-central-1:123456789012:function:${APP}:live
  + apigateway:GET, apigateway:POST, apigateway:PATCH, apigateway:DELETE on arn:aws:apigateway:eu-central-1::/apis/API, arn:aws:apigateway:eu-central-1::/apis/API/*
The deploy tier does not include changing IAM: an administrator must run this update`,
    ]);
    await stack.up();
    assert.deepEqual((await stack.preview()).notes, []);
    await rm(join(project.folder, "backend/queues/email.ts"));
    const [less = ""] = (await stack.preview()).notes;
    assert.match(less, /\nruntime tier:\n {2}- sqs:ReceiveMessage, /);
    assert.deepEqual(
      listOperations(await stack.up()).filter((operation) => operation.includes("iam")),
      [
        'update iam.Policy api-deploy: policy, tags["queuerun:needs"]',
        "update iam.RolePolicy api-runtime: policy",
      ],
    );
    await stack.destroy();
  });
});

/** Whoever has credentials may ask whose they are. */
function isAuthorized({ action }: JournalEntry): boolean {
  return action !== "sts:GetCallerIdentity";
}

function createRequest({ action, resource, conditions }: JournalEntry) {
  return { action, resource, ...(conditions ? { context: conditions } : {}) };
}
