import assert from "node:assert/strict";
import { createGate, type Gate, PASS } from "../support/dev-gate.ts";
import { startPool, type TestPool, type TestPoolOptions } from "../support/dev-pool.ts";
import { waitForEnd } from "../support/dev-processes.ts";

/** Answers with its process ID, once the gate lets it. */
const HELD = `${PASS}
  export const handler = async ({ gate }) => {
    await pass(gate);
    return process.pid;
  };`;

describe("FunctionPool", () => {
  let gate: Gate;
  let current: TestPool | undefined;
  beforeEach(async () => {
    gate = await createGate();
  });
  afterEach(async () => {
    await current?.close();
    await gate.close();
  });

  async function start(code: string, options?: TestPoolOptions): Promise<TestPool> {
    current = await startPool(code, options);
    return current;
  }

  it("starts nothing before the first invocation, and then uses what there is", async () => {
    const { invoke, lines } = await start(`console.log("started");${HELD}`);
    assert.deepEqual(lines, []);
    const first = await invoke();
    assert.equal(await invoke(), first);
    assert.deepEqual(
      lines.filter((line) => line === "started"),
      ["started"],
    );
  });

  it("runs one invocation at a time in each instance", async () => {
    const { invoke } = await start(HELD);
    const all = [1, 2, 3].map(() => invoke({ gate: gate.url }));
    await gate.arrived(3);
    gate.open();
    assert.equal(new Set(await Promise.all(all)).size, 3);
  });

  it("lets a waiting invocation have the instance that is ready first", async () => {
    const { invoke } = await start(HELD, { limits: { instances: 1 } });
    const pids = await Promise.all([invoke(), invoke(), invoke()]);
    assert.equal(new Set(pids).size, 1);
  });

  it("refuses the invocation beyond reserved concurrency", async () => {
    const { invoke } = await start(HELD, { reserved: 2 });
    const both = Promise.all([invoke({ gate: gate.url }), invoke({ gate: gate.url })]);
    assert.deepEqual(await invoke(), { status: "throttled" });
    await gate.arrived(2);
    gate.open();
    assert.equal(new Set(await both).size, 2);
    assert.equal(typeof (await invoke()), "number");
  });

  it("holds an invocation that may wait until there is capacity", async () => {
    const { invoke } = await start(HELD, { reserved: 1 });
    const first = invoke({ gate: gate.url });
    const second = invoke({}, "wait");
    await gate.arrived(1);
    gate.open();
    assert.equal(await second, await first);
  });

  it("gives claims no more than what is free", async () => {
    const { pool, invoke } = await start(HELD, { reserved: 2 });
    const running = invoke({ gate: gate.url });
    assert.deepEqual([pool.claim(), pool.claim()], [true, false]);
    pool.releaseClaim(false);
    await gate.arrived(1);
    gate.open();
    await running;
    assert.deepEqual([pool.claim(), pool.claim(), pool.claim()], [true, true, false]);
  });

  it("is paused with reserved concurrency 0 once what it has accepted has begun", async () => {
    const { pool, invoke } = await start(HELD, { reserved: 0 });
    assert.deepEqual(await invoke(), { status: "paused" });
    assert.equal(pool.claim(), false);
    assert.deepEqual(await invoke({}, "wait"), { status: "paused" });
    pool.setConcurrency({ reserved: "off", provisioned: "off" });
    const waiting = [invoke({}, "wait"), invoke()];
    pool.setConcurrency({ reserved: 0, provisioned: "off" });
    await pool.begun();
    assert.deepEqual(await invoke(), { status: "paused" });
    const results = await Promise.all(waiting);
    assert.deepEqual(
      results.map((result) => typeof result),
      ["number", "number"],
    );
    pool.setConcurrency({ reserved: "off", provisioned: "off" });
    assert.equal(typeof (await invoke({}, "wait")), "number");
  });

  it("answers what waits for others to end when it is paused", async () => {
    const { pool, invoke } = await start(HELD, { limits: { instances: 1 } });
    const first = invoke({ gate: gate.url });
    const second = invoke({}, "wait");
    pool.setConcurrency({ reserved: 0, provisioned: "off" });
    assert.deepEqual(await second, { status: "paused" });
    await gate.arrived(1);
    gate.open();
    assert.equal(typeof (await first), "number");
  });

  it("does not begin an invocation later than it may", async () => {
    const { pool } = await start(HELD);
    const invocation = { requestId: "1", traceId: "Root=1-2-3", payload: "{}" };
    const late = { ...invocation, beginUntil: performance.now() + 1 };
    assert.deepEqual(await pool.invoke(late, "wait"), { status: "throttled" });
    const punctual = { ...invocation, beginUntil: performance.now() + 20_000 };
    assert.equal((await pool.invoke(punctual, "wait")).status, "success");
  });

  it("has provisioned instances warm before the first invocation", async () => {
    const { pool, invoke, lines } = await start(
      `console.log("warm");
       export const handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;`,
      { provisioned: 2 },
    );
    await pool.warm();
    assert.deepEqual(lines, ["warm", "warm"]);
    assert.equal(await invoke(), "provisioned-concurrency");
    assert.deepEqual(
      lines.filter((line) => line === "warm"),
      ["warm", "warm"],
    );
  });

  it("serves on demand what provisioned instances cannot", async () => {
    const { pool, invoke } = await start(
      `${PASS}
       export const handler = async ({ gate }) => {
         await pass(gate);
         return process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
       };`,
      { provisioned: 1 },
    );
    await pool.warm();
    const both = [invoke({ gate: gate.url }), invoke({ gate: gate.url })];
    await gate.arrived(2);
    gate.open();
    assert.deepEqual(await Promise.all(both), ["provisioned-concurrency", "on-demand"]);
  });

  it("replaces a provisioned instance that was killed", async () => {
    const { pool, invoke, find } = await start(`console.log("started", process.pid);${HELD}`, {
      provisioned: 1,
    });
    await pool.warm();
    const pid = Number(await invoke());
    process.kill(pid, "SIGKILL");
    const replaced = await find(new RegExp(`^started (?!${pid}$)`));
    await pool.warm();
    assert.equal(`started ${await invoke()}`, replaced);
  });

  it("takes provisioned instances away while paused", async () => {
    const { pool, invoke } = await start(HELD, { provisioned: 1 });
    await pool.warm();
    const pid = Number(await invoke());
    pool.setConcurrency({ reserved: 0, provisioned: 1 });
    await waitForEnd(pid);
    pool.setConcurrency({ reserved: "off", provisioned: 1 });
    await pool.warm();
    assert.equal(typeof (await invoke()), "number");
  });

  it("gives up a provisioned package whose init phase fails", async () => {
    const { pool, find } = await start(`throw new Error("no database");`, { provisioned: 2 });
    await pool.warm();
    assert.match(await find(/no database/), /Error: no database/);
  });

  it("ends an instance without invocations", async () => {
    const { invoke } = await start(HELD, { limits: { idleSeconds: 0.05 } });
    const pid = Number(await invoke());
    await waitForEnd(pid);
    assert.notEqual(await invoke(), pid);
  });

  it("gives new invocations a new package while the old one finishes", async () => {
    const { invoke, deploy } = await start(HELD);
    const pid = Number(await invoke());
    const old = invoke({ gate: gate.url });
    await gate.arrived(1);
    await deploy("export const handler = async () => 'new';");
    assert.equal(await invoke(), "new");
    gate.open();
    assert.equal(await old, pid);
    await waitForEnd(pid);
  });

  it("says nothing of instances that a new package has ended", async () => {
    const { pool, invoke, deploy, lines } = await start(HELD, { provisioned: 1 });
    await deploy(`console.log("new"); export const handler = async () => "new";`);
    await pool.warm();
    assert.equal(await invoke(), "new");
    assert.deepEqual(
      lines.filter((line) => !line.startsWith("REPORT")),
      ["new"],
    );
  });

  it("starts another instance when one that has answered goes on, and ends that one", async () => {
    const { invoke } = await start(
      `export const handler = async () => {
         // The pool has the answer, and is not asked for more yet
         setImmediate(() => { while (true); });
         return process.pid;
       };`,
      { reserved: 1, timeoutSeconds: 1 },
    );
    const [first, second] = [Number(await invoke()), Number(await invoke())];
    assert.notEqual(second, first);
    for (const pid of [first, second]) await waitForEnd(pid);
  });

  it("leaves no process when it is closed, and answers what waits", async () => {
    const test = await start(
      `${PASS}
       import { spawn } from "node:child_process";
       export const handler = async ({ gate }) => {
         const child = spawn("sleep", ["60"]);
         await pass(gate);
         return [process.pid, child.pid];
       };`,
      { limits: { instances: 1 } },
    );
    const pids = (await test.invoke()) as number[];
    const running = test.invoke({ gate: gate.url });
    const waiting = test.invoke();
    await gate.arrived(1);
    await test.close();
    for (const pid of pids) await waitForEnd(pid);
    assert.deepEqual(await waiting, { status: "throttled" });
    assert.equal(((await running) as { status: string }).status, "error");
  });
});
