import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { createTypeScriptProgram, FULL_BACKEND_FILES, listOperations } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

const APP = "shop-dev-api-d884e789";
const LOG_GROUP = `/aws/lambda/${APP}`;

describe("engine: a Backend that cannot be deployed", function () {
  this.timeout(300_000);
  let engine: Engine;
  let project: Project;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    project = await engine.createProject({ ...FULL_BACKEND_FILES, ...createTypeScriptProgram() });
    stack = await project.createStack("dev");
  });
  beforeEach(() => engine.aws.clearJournal());
  after(() => engine?.remove());

  it("reports the errors of a backend as the build does, and deploys nothing", async () => {
    await project.write({
      "backend/queues/slow.ts": "export const config = { timeout: 900 };\nexport default 1;\n",
    });
    const { errors } = await stack.fail("up");
    await project.write({ "backend/queues/slow.ts": "export default async () => {};\n" });
    assert.equal(
      errors[0],
      `Backend "api" cannot be deployed:
- source is "backend": the backend has errors

  backend/queues/slow.ts:1:34: "timeout" is 900 s, at most 890 s (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)
  > 1 | export const config = { timeout: 900 };
      |                                  ^^^
    2 | export default 1;
  → Write 890 or less

  backend/queues/slow.ts:2:8: "default" is not a function
    1 | export const config = { timeout: 900 };
  > 2 | export default 1;
      |        ^^^^^^^
    3 |
  → Export a function

  2 problems`,
    );
    assert.deepEqual(engine.aws.journal(), []);
  });

  it("says so where there are no credentials", async () => {
    const anonymous = project.openStack("dev", { AWS_ACCESS_KEY_ID: "" });
    const { errors } = await anonymous.fail("preview");
    assert.match(errors.join("\n"), /No valid credential sources found/);
    assert.doesNotMatch(errors.join("\n"), /at .+\.(js|ts):\d+/);
  });

  it("finds the log group of an earlier function in the preview, and can take it over", async () => {
    const arn = `arn:aws:logs:eu-central-1:123456789012:log-group:${LOG_GROUP}`;
    const group = { arn, name: LOG_GROUP, logGroupClass: "STANDARD", retentionInDays: 0, tags: {} };
    engine.aws.put("logGroup", arn, group);
    const { warnings } = await stack.preview();
    assert.deepEqual(warnings, [
      `There is a log group "${LOG_GROUP}" already. If this stack has not made it, the update will fail
→ Delete it: aws logs delete-log-group --log-group-name ${LOG_GROUP}
→ Or keep it: see "A log group that exists already" in queuerun's docs/deploying.md`,
    ]);
    const { errors } = await stack.fail("up");
    assert.match(errors.join("\n"), /ResourceAlreadyExistsException/);
    await stack.run(
      ...["import", "aws:cloudwatch/logGroup:LogGroup", "api", LOG_GROUP, "--stack", "dev"],
      ...["--parent", "backend=urn:pulumi:dev::shop::queuerun:index:Backend::api"],
      ...["--yes", "--protect=false", "--generate-code=false", "--skip-preview"],
    );
    const operations = listOperations(await stack.up());
    assert.ok(operations.includes("update cloudwatch.LogGroup api: retentionInDays"));
    assert.deepEqual(listOperations(await stack.up()), []);
  });

  it("shows what AWS says of an account too small for a reservation, and deploys with less", async () => {
    await stack.set("queuerun:reserved", "901");
    const { errors } = await stack.fail("up");
    assert.match(
      errors.join("\n"),
      /decreases account's UnreservedConcurrentExecution below its minimum value of \[100\]/,
    );
    await stack.set("queuerun:reserved", "900");
    assert.deepEqual(
      listOperations(await stack.up()).filter((operation) => operation.includes("Function api")),
      ["update lambda.Function api: reservedConcurrentExecutions"],
    );
  });
});
