import assert from "node:assert/strict";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "./engine.ts";
import { BACKEND_FILES, FULL_BACKEND_FILES, listOperations } from "./programs/backend.ts";
import type { Stack } from "./stack.ts";

/** Every combination of instances that are kept ready, a reservation, and what the backend has. */
const BACKENDS = ["", "provisionedConcurrency: 2"].flatMap((provisioned) =>
  ["", "reservedConcurrency: 20"].flatMap((reserved) =>
    ["backend", "routes", "sockets"].map((source) => ({
      name: [source, provisioned && "ready", reserved && "limited"].filter(Boolean).join("-"),
      source,
      provisioned: provisioned !== "",
      args: [provisioned, reserved].filter(Boolean).join(", "),
    })),
  ),
);

const PROGRAM = {
  ...BACKEND_FILES,
  "routes/api/index.ts": "export const get = () => 1;\n",
  "sockets/socket/index.ts": "export default async () => {};\n",
  "sockets/schedules/cleanup.ts": FULL_BACKEND_FILES["backend/schedules/cleanup.ts"] ?? "",
  "Pulumi.yaml": "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n",
  "index.ts": `import { Backend } from "queuerun";
${BACKENDS.map(({ name, source, args }) => `new Backend("${name}", { source: "${source}", ${args} });`).join("\n")}
`,
};

describe("engine: pause and resume", function () {
  this.timeout(300_000);
  let engine: Engine;
  let stack: Stack;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine();
    stack = await (await engine.createProject(PROGRAM)).createStack("dev");
    await stack.up();
  });
  after(() => engine?.remove());

  it("takes one update to a pause, and one to what was before, from any combination", async () => {
    const running = readTriggers(engine);
    assert.equal(running.functions.length, 12);
    assert.deepEqual(running.schedules, ["ENABLED", "ENABLED", "ENABLED", "ENABLED"]);
    await stack.set("queuerun:reserved", "0");
    await stack.up();
    const paused = readTriggers(engine);
    assert.deepEqual(paused, {
      // Where instances are kept ready, AWS would have refused 0
      functions: running.functions.map(({ name, provisioned }) => ({
        name,
        reserved: Object.keys(provisioned).length > 0 ? null : 0,
        provisioned: {},
      })),
      mappings: running.mappings.map((mapping) => ({ ...mapping, enabled: false, maximum: null })),
      limits: running.limits.map(() => [0, 0]),
      schedules: running.schedules.map(() => "DISABLED"),
    });
    assert.deepEqual(listOperations(await stack.up()), []);
    await stack.unset("queuerun:reserved");
    await stack.up();
    assert.deepEqual(readTriggers(engine), running);
    assert.deepEqual(listOperations(await stack.up()), []);
  });
});

/** Everything by which work gets to a function. */
function readTriggers({ aws }: Engine) {
  return {
    functions: aws
      .list("function")
      .map(({ name, reserved, provisioned }) => ({ name, reserved, provisioned })),
    mappings: aws
      .list("mapping")
      .map(({ eventSourceArn, enabled, maximumConcurrency }) => ({
        eventSourceArn,
        enabled,
        maximum: maximumConcurrency,
      }))
      .sort((a, b) => (a.eventSourceArn < b.eventSourceArn ? -1 : 1)),
    limits: aws
      .list("api")
      .flatMap(({ stages }) => Object.values(stages))
      .map(({ routeSettings }) => [
        routeSettings.throttlingRateLimit,
        routeSettings.throttlingBurstLimit,
      ]),
    schedules: aws.list("schedule").map(({ state }) => state),
  };
}
