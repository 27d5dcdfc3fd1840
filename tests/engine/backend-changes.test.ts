import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { BACKEND_FILES, createTypeScriptProgram, listOperations } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

const JOB = "export default async () => {};\n";

describe("engine: changes of a backend", function () {
  this.timeout(300_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    project = await engine.createProject({ ...BACKEND_FILES, ...createTypeScriptProgram() });
    stack = await project.createStack("dev");
    await stack.up();
  });
  after(() => engine?.remove());

  const up = async () => listOperations(await stack.up());
  const remove = (file: string) => rm(join(project.folder, file));

  it("adds a queue without a change of IAM", async () => {
    await project.write({ "backend/queues/archive.ts": JOB });
    const preview = listOperations(await stack.preview());
    assert.deepEqual(await up(), [
      "create lambda.EventSourceMapping api-archive",
      "create sqs.Queue api-d-archive",
      "create sqs.Queue api-q-archive",
      "update lambda.Alias api: functionVersion",
      "update lambda.Function api: code, codeSha256",
    ]);
    // The first queue by name is where the runtime's prefix of URLs is taken from: it is not known yet
    assert.deepEqual(
      preview.filter((operation) => !operation.includes("lambda.Function api")),
      [
        "create lambda.EventSourceMapping api-archive",
        "create sqs.Queue api-d-archive",
        "create sqs.Queue api-q-archive",
        "update lambda.Alias api: functionVersion",
      ],
    );
  });

  it("renames a queue: another one takes its place", async () => {
    await remove("backend/queues/archive.ts");
    await project.write({ "backend/queues/store.ts": JOB });
    assert.deepEqual(await up(), [
      "create lambda.EventSourceMapping api-store",
      "create sqs.Queue api-d-store",
      "create sqs.Queue api-q-store",
      "delete lambda.EventSourceMapping api-archive",
      "delete sqs.Queue api-d-archive",
      "delete sqs.Queue api-q-archive",
      "update lambda.Alias api: functionVersion",
      "update lambda.Function api: code, codeSha256",
    ]);
  });

  it("does not delete a queue whose data is protected", async () => {
    await project.write(createTypeScriptProgram("protectData: true"));
    await stack.up();
    await remove("backend/queues/store.ts");
    const { errors } = await stack.fail("preview");
    assert.match(errors.join("\n"), /api-q-store" cannot be deleted\nbecause it is protected/);
    await project.write(createTypeScriptProgram());
    // What protects is what the state says, until an update
    await project.write({ "backend/queues/store.ts": JOB });
    await stack.up();
    await remove("backend/queues/store.ts");
    const operations = await up();
    assert.deepEqual(
      operations.filter((operation) => operation.startsWith("delete")),
      [
        "delete lambda.EventSourceMapping api-store",
        "delete sqs.Queue api-d-store",
        "delete sqs.Queue api-q-store",
      ],
    );
  });

  it("refuses to replace queues, and says how to keep them", async () => {
    const names = engine.aws.list("queue").map(({ name }) => name);
    await stack.run("stack", "rename", "prod", "--stack", "dev");
    const renamed = project.openStack("prod");
    const { errors } = await renamed.fail("preview");
    const message = `The queue "billing.fifo" is "shop-dev-api-d884e789-q-billing.fifo" in AWS. The names of the project, the stack and the Backend now make it "shop-prod-api-1edb6d91-q-billing.fifo", which would be another queue, without the jobs of this one
→ To keep it, give the Backend appName: "shop-dev-api-d884e789". To begin anew, run pulumi destroy first`;
    assert.equal(errors[0], message);
    await project.write(createTypeScriptProgram('appName: "shop-dev-api-d884e789"'));
    assert.deepEqual(listOperations(await renamed.up()), []);
    assert.deepEqual(
      engine.aws.list("queue").map(({ name }) => name),
      names,
    );
    await renamed.run("stack", "rename", "dev", "--stack", "prod");
    await project.write(createTypeScriptProgram());
  });

  it("makes a backend into one without queues, and back", async () => {
    await remove("backend/queues/email.ts");
    await remove("backend/queues/billing.fifo.ts");
    await stack.up();
    assert.deepEqual(engine.aws.list("queue"), []);
    assert.deepEqual(engine.aws.list("mapping"), []);
    // A name that SQS has just given up
    engine.aws.advance(60);
    await project.write(BACKEND_FILES);
    await stack.up();
    assert.equal(engine.aws.list("queue").length, 4);
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
