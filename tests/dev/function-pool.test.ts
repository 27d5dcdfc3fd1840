import assert from "node:assert/strict";
import { startPool, type TestPool, type TestPoolOptions } from "../support/dev-pool.ts";
import { waitForEnd } from "../support/dev-processes.ts";

/** Answers with its process ID after `ms`. */
const SLEEPER = `
  export const handler = async ({ ms = 0 }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return process.pid;
  };`;

describe("FunctionPool", () => {
  let current: TestPool | undefined;
  afterEach(() => current?.close());

  async function start(code: string, options?: TestPoolOptions): Promise<TestPool> {
    current = await startPool(code, options);
    return current;
  }

  it("starts nothing before the first invocation, and then uses what there is", async () => {
    const { invoke, lines } = await start(`console.log("started");${SLEEPER}`);
    assert.deepEqual(lines, []);
    const first = await invoke();
    assert.equal(await invoke(), first);
    assert.deepEqual(
      lines.filter((line) => line === "started"),
      ["started"],
    );
  });

  it("runs one invocation at a time in each instance", async () => {
    const { invoke } = await start(SLEEPER);
    const pids = await Promise.all([invoke({ ms: 200 }), invoke({ ms: 200 }), invoke({ ms: 200 })]);
    assert.equal(new Set(pids).size, 3);
  });

  it("lets a waiting invocation have the instance that is ready first", async () => {
    const { invoke } = await start(SLEEPER, { limits: { instances: 1 } });
    const pids = await Promise.all([invoke({ ms: 50 }), invoke(), invoke()]);
    assert.equal(new Set(pids).size, 1);
  });

  it("refuses the invocation beyond reserved concurrency", async () => {
    const { invoke } = await start(SLEEPER, { reserved: 2 });
    const both = Promise.all([invoke({ ms: 100 }), invoke({ ms: 100 })]);
    assert.deepEqual(await invoke(), { status: "throttled" });
    assert.equal(new Set(await both).size, 2);
    assert.equal(typeof (await invoke()), "number");
  });

  it("holds an invocation that may wait until there is capacity", async () => {
    const { invoke } = await start(SLEEPER, { reserved: 1 });
    const first = invoke({ ms: 100 });
    assert.equal(await invoke({}, "wait"), await first);
  });

  it("gives claims no more than what is free", async () => {
    const { pool, invoke } = await start(SLEEPER, { reserved: 2 });
    const running = invoke({ ms: 100 });
    assert.deepEqual([pool.claim(), pool.claim()], [true, false]);
    pool.releaseClaim();
    await running;
    assert.deepEqual([pool.claim(), pool.claim(), pool.claim()], [true, true, false]);
  });

  it("is paused with reserved concurrency 0, and goes on where it was", async () => {
    const { pool, invoke } = await start(SLEEPER, { reserved: 0 });
    assert.deepEqual(await invoke(), { status: "paused" });
    assert.equal(pool.claim(), false);
    const held = invoke({}, "wait");
    pool.setConcurrency({ reserved: "off", provisioned: "off" });
    assert.equal(typeof (await held), "number");
  });

  it("has provisioned instances warm before the first invocation", async () => {
    const { pool, invoke } = await start(
      `export const handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
       console.log("warm");`,
      { provisioned: 2 },
    );
    await pool.warm();
    assert.deepEqual(current?.lines, ["warm", "warm"]);
    assert.equal(await invoke(), "provisioned-concurrency");
    assert.deepEqual(
      current?.lines.filter((line) => line === "warm"),
      ["warm", "warm"],
    );
  });

  it("serves what provisioned instances cannot on demand", async () => {
    const { pool, invoke } = await start(
      `export const handler = async () => {
         await new Promise((resolve) => setTimeout(resolve, 200));
         return process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
       };`,
      { provisioned: 1 },
    );
    await pool.warm();
    const types = await Promise.all([invoke(), invoke()]);
    assert.deepEqual(types.sort(), ["on-demand", "provisioned-concurrency"]);
  });

  it("replaces a provisioned instance that was killed", async () => {
    const { pool, invoke } = await start(SLEEPER, { provisioned: 1 });
    await pool.warm();
    const pid = Number(await invoke());
    process.kill(pid, "SIGKILL");
    await waitForEnd(pid);
    await pool.warm();
    assert.notEqual(await invoke(), pid);
  });

  it("takes provisioned instances away while paused", async () => {
    const { pool, invoke } = await start(SLEEPER, { provisioned: 1 });
    await pool.warm();
    const pid = Number(await invoke());
    pool.setConcurrency({ reserved: 0, provisioned: 1 });
    await waitForEnd(pid);
    pool.setConcurrency({ reserved: "off", provisioned: 1 });
    await pool.warm();
    assert.equal(typeof (await invoke()), "number");
  });

  it("gives up a provisioned package whose init phase fails", async () => {
    const { pool, lines } = await start(`throw new Error("no database");`, { provisioned: 2 });
    await pool.warm();
    assert.ok(lines.some((line) => line === "Error: no database" || line.includes("no database")));
  });

  it("ends an instance without invocations", async () => {
    const { invoke } = await start(SLEEPER, { limits: { idleSeconds: 0.05 } });
    const pid = Number(await invoke());
    await waitForEnd(pid);
    assert.notEqual(await invoke(), pid);
  });

  it("gives new invocations a new package while the old one finishes", async () => {
    const { invoke, deploy } = await start(SLEEPER);
    const pid = Number(await invoke());
    const old = invoke({ ms: 300 });
    await deploy("export const handler = async () => 'new';");
    assert.equal(await invoke(), "new");
    assert.equal(await old, pid);
    await waitForEnd(pid);
  });

  it("starts another instance when one that has answered does not ask for more", async () => {
    const { invoke } = await start(
      `export const handler = async () => {
         setTimeout(() => { const end = Date.now() + 1500; while (Date.now() < end); }, 1);
         return process.pid;
       };`,
      { reserved: 1 },
    );
    const first = await invoke();
    assert.notEqual(await invoke(), first);
  });

  it("leaves no process when it is closed, and answers what waits", async () => {
    const test = await start(
      `import { spawn } from "node:child_process";
       export const handler = async ({ wait }) => {
         const child = spawn("sleep", ["60"]);
         console.log("handles", wait);
         if (wait) await new Promise(() => setTimeout(() => {}, 60_000));
         return [process.pid, child.pid];
       };`,
      { limits: { instances: 1 } },
    );
    const pids = (await test.invoke()) as number[];
    const running = test.invoke({ wait: true });
    const waiting = test.invoke();
    await test.find(/^handles true$/);
    await test.close();
    for (const pid of pids) await waitForEnd(pid);
    assert.deepEqual(await waiting, { status: "throttled" });
    assert.equal(((await running) as { status: string }).status, "error");
  });
});
