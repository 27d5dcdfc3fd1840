import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { explainRefusal } from "../../provider/explain-refusal.ts";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { BACKEND_FILES, createYamlProgram, listOperations } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

/** The language host of these tests for TypeScript knows no hooks: the plugin of components has its own. */
const PLUGINS = [fileURLToPath(new URL("bin", import.meta.url))];

const RESERVED = "queuerun:reserved";

describe("engine: a Backend after an update that AWS refused", function () {
  this.timeout(600_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine({ plugins: PLUGINS });
    project = await engine.createProject({ ...BACKEND_FILES, ...createYamlProgram() });
    stack = await project.createStack("dev", { [RESERVED]: "901" });
  });
  after(() => engine?.remove());

  const refuse = async (action: string) => {
    engine.aws.inject({ action, nth: 1, effect: "fail" });
    await stack.fail("up");
  };
  const readReserved = () => engine.aws.list("function")[0]?.reserved;

  /** An update that names what is missing, and the one that it tells to run. */
  async function assertNoticed(inputs: string) {
    const { errors } = await stack.fail("up");
    assert.deepEqual(
      errors.filter((error) => error.includes("hook")).map((error) => error.split(" failed: ")[1]),
      [
        `An earlier update of this was refused, but Pulumi's state has it as done: AWS may not have the new ${inputs}
→ Let Pulumi read what AWS has, and set it again: pulumi up --refresh`,
      ],
    );
    const operations = listOperations(await stack.up("--refresh"));
    assert.deepEqual(listOperations(await stack.up()), []);
    return operations.filter((operation) => operation.startsWith("update"));
  }

  it("says what to do where the account's quota is too small", async () => {
    const { errors } = await stack.fail("up");
    const explanation = explainRefusal(errors.join("\n"));
    assert.ok(explanation && errors.includes(explanation), errors.join("\n"));
  });

  it("notices a reservation that a new function did not get", async () => {
    engine.aws.set({ concurrency: 2000 });
    const operations = await assertNoticed("reservedConcurrentExecutions");
    assert.deepEqual(operations, ["update lambda.Function api: reservedConcurrentExecutions"]);
    assert.equal(readReserved(), 901);
  });

  it("notices one that a function did not get later", async () => {
    await stack.set(RESERVED, "50");
    await refuse("lambda:PutFunctionConcurrency");
    const { errors } = await stack.fail("preview");
    assert.match(errors[0] ?? "", /AWS may not have the new reservedConcurrentExecutions\n/);
    await assertNoticed("reservedConcurrentExecutions");
    assert.equal(readReserved(), 50);
  });

  it("sets what is asked for instead", async () => {
    await stack.set(RESERVED, "60");
    await refuse("lambda:PutFunctionConcurrency");
    await stack.set(RESERVED, "70");
    assert.ok(
      listOperations(await stack.up()).includes(
        "update lambda.Function api: reservedConcurrentExecutions",
      ),
    );
    assert.equal(readReserved(), 70);
    await stack.set(RESERVED, "off");
    await stack.up();
  });

  it("does not take a queue for paused whose mapping is not", async () => {
    await stack.set(RESERVED, "0");
    await refuse("lambda:UpdateEventSourceMapping");
    await assertNoticed("enabled");
    assert.deepEqual(
      engine.aws.list("mapping").map(({ enabled }) => enabled),
      [false, false],
    );
    await stack.set(RESERVED, "off");
    await stack.up();
  });

  it("notices settings that a queue did not get", async () => {
    await project.write({
      "backend/queues/email.ts":
        "export const config = { delay: 7, maxReceives: 3 };\nexport default async () => {};\n",
    });
    await refuse("sqs:SetQueueAttributes");
    await assertNoticed("delaySeconds, redrivePolicy");
    const [queue] = engine.aws.list("queue").filter(({ name }) => name.endsWith("-q-email"));
    assert.equal(queue?.attributes.delaySeconds, 7);
  });

  it("notices an environment that a function did not get, and shows nothing of it", async () => {
    await project.write({ "backend/.env.production": "DB_URL=rotated\n" });
    await refuse("lambda:UpdateFunctionConfiguration");
    await assertNoticed("environment");
    const [fn] = engine.aws.list("function");
    const live = fn?.versions.find(({ version }) => version === fn.aliases.live?.version);
    assert.equal(live?.configuration.environment?.variables?.DB_URL, "rotated");
  });

  it("publishes what AWS has got but for that", async () => {
    await project.write({ "backend/api/index.ts": "export const get = () => 2;\n" });
    await stack.set(RESERVED, "50");
    await refuse("lambda:PublishVersion");
    assert.deepEqual(listOperations(await stack.up()), [
      "update lambda.Alias api: functionVersion",
      "update lambda.EventSourceMapping api-billing.fifo: scalingConfig",
      "update lambda.EventSourceMapping api-email: scalingConfig",
      "update lambda.Function api: description",
    ]);
    assert.equal(readReserved(), 50);
    assert.deepEqual(listOperations(await stack.up()), []);
  });

  it("notices a policy that the permissions did not get", async () => {
    for (const queue of ["billing.fifo", "email"])
      await rm(join(project.folder, `backend/queues/${queue}.ts`));
    await refuse("iam:CreatePolicyVersion");
    await assertNoticed("policy, tags");
    const [policy] = engine.aws.list("policy");
    assert.ok(!policy?.policy.includes("sqs:"), policy?.policy);
    await stack.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});
