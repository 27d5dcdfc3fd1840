import assert from "node:assert/strict";
import { join } from "node:path";
import type { BackendArgs } from "../../index.ts";
import type { Deployment } from "../../provider/deployment.ts";
import { InputsError } from "../../provider/inputs-error.ts";
import { prepareBackend } from "../../provider/prepare.ts";
import { preparePermissions } from "../../provider/prepare-permissions.ts";
import { PROJECT } from "../support/source-file.ts";

const FIXTURES = join(PROJECT, "tests", "fixtures");
const DEPLOYMENT: Deployment = { project: "shop", stack: "dev", config: {}, cwd: FIXTURES };

describe("prepareBackend", () => {
  it("builds the folder, relative to the program, and fills in what is not said", async () => {
    const prepared = await prepareBackend("api", { source: "backends/one-queue" }, DEPLOYMENT);
    assert.deepEqual(prepared.settings, {
      memorySize: 1_024,
      architecture: "arm64",
      runtime: "nodejs24.x",
      logRetentionDays: 30,
      throttle: { rateLimit: 10_000, burstLimit: 5_000 },
      protectData: false,
    });
    assert.deepEqual(prepared.operation, { reserved: "off", provisioned: "off" });
    assert.equal(prepared.package.manifest.queues.length, 1);
    assert.deepEqual(prepared.warnings, []);
  });

  it("builds once for the same arguments", async () => {
    const args = { source: "backends/one-queue" };
    const [one, other] = [
      prepareBackend("api", args, DEPLOYMENT),
      prepareBackend("api", args, DEPLOYMENT),
    ];
    assert.equal(await one, await other);
  });

  it("reports problems of arguments, configuration and the backend together", async () => {
    const config = { "queuerun:reserved": "many" };
    const args = { source: "backends/maximum-concurrency", memorySize: 64 };
    const { component, problems } = await refuse(args, { ...DEPLOYMENT, config });
    assert.equal(component, 'Backend "api"');
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["memorySize", "queuerun:reserved", "source"],
    );
  });

  it("shows the report of queuerun build", async () => {
    const { message } = await refuse({ source: "backends/wrong-types" });
    assert.match(
      message,
      /^Backend "api" cannot be deployed:\n- source is "backends\/wrong-types": the backend has errors\n\n {2}backends\/wrong-types\/[^\n]+:\d+:\d+: [^\n]+\n/,
    );
    assert.match(message, /\n {2}\d+ problems$/);
    assert.match(message, /\n {2}> \d+ \| /);
  });

  it("says where it has looked for a folder that is not there", async () => {
    assert.deepEqual((await refuse({ source: "nowhere" })).problems, [
      {
        path: "source",
        message: `source is "nowhere": there is no folder "${join(FIXTURES, "nowhere")}"`,
      },
    ]);
    const file = "backends/one-queue/queues/email.ts";
    assert.deepEqual((await refuse({ source: file })).problems, [
      { path: "source", message: `source is "${file}": "${join(FIXTURES, file)}" is no folder` },
    ]);
  });

  it("refuses a reservation that is less than the queues are to have", async () => {
    const config = { "queuerun:reserved": "3" };
    const args = { source: "provider/limited-queue" };
    assert.deepEqual((await refuse(args, { ...DEPLOYMENT, config })).problems, [
      {
        path: "queuerun:reserved",
        message:
          '"queuerun:reserved" is 3, must be at least the maximumConcurrency of the queues: 5 of "work" = 5',
      },
    ]);
  });

  it("checks the env file of the stack", async () => {
    const args = { source: "provider/bad-env" };
    const { message } = await refuse(args, { ...DEPLOYMENT, stack: "staging" });
    assert.match(message, /provider\/bad-env\/\.env\.staging:1:1: "NODE_OPTIONS" cannot be set/);
    await prepareBackend("api", { ...args }, DEPLOYMENT);
  });
});

describe("preparePermissions", () => {
  it("reads from the folder what the backend needs", async () => {
    const prepared = await preparePermissions("api", { source: "backends/one-queue" }, DEPLOYMENT);
    assert.deepEqual(prepared, { app: "shop-dev-api-d884e789", needs: new Set(["queues"]) });
  });

  it("names another project's backend", async () => {
    const args = {
      features: ["http", "queues"] as const,
      project: "shop",
      stack: "production",
      backend: "api",
      vpc: true,
      backendPolicy:
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      github: { repository: "acme/shop", branch: "main" },
    };
    const prepared = await preparePermissions(
      "permissions",
      { ...args, features: [...args.features] },
      DEPLOYMENT,
    );
    assert.deepEqual(prepared, {
      app: "shop-production-api-f9c59a69",
      needs: new Set(["http", "queues", "vpc", "backendRole"]),
      githubSubject: "repo:acme/shop:ref:refs/heads/main",
    });
  });

  it("says where it has looked for a folder that is not there", async () => {
    await assert.rejects(preparePermissions("api", { source: "nowhere" }, DEPLOYMENT), {
      message: `Permissions "api" cannot be deployed:\n- source is "nowhere": there is no folder "${join(FIXTURES, "nowhere")}"`,
    });
  });
});

async function refuse(args: BackendArgs, deployment = DEPLOYMENT): Promise<InputsError> {
  try {
    await prepareBackend("api", args, deployment);
  } catch (error) {
    if (error instanceof InputsError) return error;
    throw error;
  }
  throw new Error("It was accepted");
}
