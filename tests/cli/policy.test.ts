import assert from "node:assert/strict";
import { join } from "node:path";
import { createAppName } from "../../manifest/app-name.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { splitPolicy } from "../../permissions/split.ts";
import { createBackend, writeFiles } from "../support/backend-files.ts";
import { type Finished, runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

const WHERE = ["--name", "api", "--stack", "dev", "--account", "111122223333"];
const IRELAND = [...WHERE, "--region", "eu-west-1"];
const SCOPE = {
  partition: "aws",
  region: "eu-west-1",
  account: "111122223333",
  app: createAppName({ project: "shop", stack: "dev", name: "api" }),
};
const GRANTS = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }],
};
const HINT = "→ queuerun policy --help shows all options, and examples\n";

describe("queuerun policy", () => {
  let project: TemporaryFolder;
  before(async () => {
    project = await createBackend({
      "api/index.ts": "export function get() {}",
      "queues/email.ts": "export default function send() {}",
    });
    await writeFiles(project.path, {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "grants.json": JSON.stringify(GRANTS),
      "wrong.json": '{ "Version": "2012-10-17", "Statement": { "Effect": "Alow" } }',
      "broken/api/index.ts": "export const config = { timeout: 99 };",
    });
  });
  after(() => project.remove());

  it("prints what the deploy tier may do, and nothing else", async () => {
    const policy = createDeployPolicy(SCOPE, new Set(["http", "queues"]));
    assert.deepEqual(await run("--tier", "deploy", ...IRELAND), printed(policy));
  });

  it("prints what the function may do", async () => {
    const policy = createRuntimePolicy(SCOPE, new Set(["http", "queues"]));
    assert.deepEqual(await run("backend", "--tier", "runtime", ...IRELAND), printed(policy));
  });

  it("prints that schedules may do nothing where there are none", async () => {
    const policy = { Version: "2012-10-17", Statement: [] };
    assert.deepEqual(await run("--tier", "scheduler", ...IRELAND), printed(policy));
  });

  it("prints that the backend's own code may do nothing, or what it is granted", async () => {
    const tier = ["--tier", "backend", ...IRELAND];
    assert.deepEqual(await run(...tier), printed({ Version: "2012-10-17", Statement: [] }));
    assert.deepEqual(await run(...tier, "--backend-policy", "grants.json"), printed(GRANTS));
  });

  it("lets the function take the role of the backend's code, and join a VPC", async () => {
    const options = [...IRELAND, "--vpc", "--backend-policy", "grants.json"];
    const policy = createRuntimePolicy(SCOPE, new Set(["http", "queues", "vpc", "backendRole"]));
    assert.deepEqual(await run("--tier", "runtime", ...options), printed(policy));
  });

  it("takes another project, partition and region", async () => {
    const options = ["--tier", "runtime", ...WHERE, "--project", "store"];
    const app = createAppName({ project: "store", stack: "dev", name: "api" });
    const chinese = { ...SCOPE, app, partition: "aws-cn", region: "cn-north-1" };
    const needs = new Set(["http", "queues"] as const);
    assert.deepEqual(
      await run(...options, "--region", "cn-north-1"),
      printed(createRuntimePolicy(chinese, needs)),
    );
    assert.deepEqual(
      await run(...options, "--region", "xx-moon-1", "--partition", "aws-moon"),
      printed(
        createRuntimePolicy({ ...chinese, partition: "aws-moon", region: "xx-moon-1" }, needs),
      ),
    );
  });

  it("prints several policies where one would be too long for IAM", async () => {
    // No partition is called that, but any is taken.
    const scope = { ...SCOPE, partition: `aws-${"x".repeat(60)}` };
    const options = ["--tier", "deploy", ...IRELAND, "--partition", scope.partition];
    const policies = splitPolicy(createDeployPolicy(scope, new Set(["http", "queues"])));
    assert.equal(policies.length, 2);
    assert.deepEqual(await run(...options), printed(policies));
  });

  it("reports all that is wrong with the options together", async () => {
    assert.deepEqual(
      await run("--tier", "deply", "--account", "12", "--region", "eu", "--partition", "AWS"),
      {
        code: 2,
        stdout: "",
        stderr: [
          '--tier is "deply", must be deploy, runtime, scheduler or backend. Did you mean "deploy"?',
          "--name is missing, must be the name of the Backend resource in the Pulumi program",
          "--stack is missing, must be the name of the Pulumi stack",
          '--account is "12", must be an AWS account, which has 12 digits',
          '--region is "eu", must be an AWS region, such as eu-central-1',
          '--partition is "AWS", must be an AWS partition, such as aws or aws-cn',
          HINT,
        ].join("\n"),
      },
    );
  });

  it("asks for the project where there is no Pulumi.yaml", async () => {
    const elsewhere = await createBackend({ "api/index.ts": "export function get() {}" });
    try {
      assert.deepEqual(await run("--tier", "deploy", ...IRELAND, { cwd: elsewhere.path }), {
        code: 2,
        stdout: "",
        stderr: `--project is missing, must be the name of the Pulumi project, as no Pulumi.yaml is here\n${HINT}`,
      });
    } finally {
      await elsewhere.remove();
    }
  });

  it("reports what is wrong with the grants", async () => {
    const options = ["--tier", "backend", ...IRELAND, "--backend-policy"];
    assert.deepEqual(await run(...options, "wrong.json"), {
      code: 2,
      stdout: "",
      stderr: [
        '--backend-policy: wrong.json: Statement[0].Effect is "Alow" (a string), must be "Allow" or "Deny"',
        "--backend-policy: wrong.json: Statement[0] must have Action or NotAction, one of the two",
        "--backend-policy: wrong.json: Statement[0] must have Resource or NotResource, one of the two",
        HINT,
      ].join("\n"),
    });
    assert.deepEqual(await run(...options, "none.json"), {
      code: 2,
      stdout: "",
      stderr: `--backend-policy: "none.json" cannot be read\n${HINT}`,
    });
  });

  it("refuses a backend that cannot be built, with the report of the build", async () => {
    const built = await execute(["build", "broken"], project.path);
    const { code, stdout, stderr } = await run("broken", "--tier", "deploy", ...IRELAND);
    assert.deepEqual({ code, stdout, stderr }, { code: 1, stdout: "", stderr: built.stderr });
    assert.match(stderr, /"timeout" is 99 s/);
  });

  it("refuses a folder that is not there", async () => {
    assert.deepEqual(await run("bakend", "--tier", "deploy", ...IRELAND), {
      code: 2,
      stdout: "",
      stderr: 'There is no folder "bakend"\n',
    });
  });

  it("explains itself with examples", async () => {
    const { code, stdout, stderr } = await run("--help");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.match(stdout, /^Usage: queuerun policy \[options\] \[folder\]\n/);
    assert.match(stdout, /\nExamples:\n {2}queuerun policy --tier deploy /);
  });

  it("suggests the option that was meant", async () => {
    const { code, stderr } = await run("--teir", "deploy");
    assert.equal(code, 2);
    assert.match(stderr, /\(Did you mean --tier\?\)/);
  });

  function run(...args: readonly (string | { cwd: string })[]): Promise<Finished> {
    const words = args.filter((arg) => typeof arg === "string");
    const [options = { cwd: project.path }] = args.filter((arg) => typeof arg !== "string");
    return execute(["policy", ...words], options.cwd);
  }
});

function execute(args: readonly string[], cwd: string): Promise<Finished> {
  const main = join(PROJECT, "cli", "main.ts");
  return runCommand(process.execPath, ["--conditions=queuerun-source", main, ...args], { cwd });
}

function printed(policy: object): Finished {
  return { code: 0, stdout: `${JSON.stringify(policy, null, 2)}\n`, stderr: "" };
}
