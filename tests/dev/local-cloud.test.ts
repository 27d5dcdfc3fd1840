import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startLocalCloud } from "../../dev/start-local-cloud.ts";
import { JOBS, useCloud } from "../support/dev-cloud.ts";
import { PASS } from "../support/dev-gate.ts";
import { createPackage, createQueue } from "../support/dev-package.ts";
import { isAlive, waitForEnd } from "../support/dev-processes.ts";

const EMPTY = { visible: 0, delayed: 0, inFlight: 0, deadLetters: 0 };

describe("startLocalCloud", () => {
  const start = useCloud();
  // A temporary folder of its own, which the tests can look through
  const { TMPDIR } = process.env;
  before(() => {
    process.env.TMPDIR = mkdtempSync(join(tmpdir(), "queuerun-tests-"));
  });
  after(() => {
    rmSync(tmpdir(), { recursive: true });
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });

  async function ask(url: string): Promise<[number, string]> {
    const response = await fetch(url);
    return [response.status, await response.text()];
  }

  it("serves HTTP with the function", async () => {
    const { cloud } = await start("export const handler = async ({ rawPath }) => rawPath;");
    assert.deepEqual(await ask(`${cloud.url}/a/b`), [200, "/a/b"]);
  });

  it("tells the function where its queues are, and the user's own variables", async () => {
    const { cloud } = await start("export const handler = async () => process.env;", {
      queues: [createQueue("email")],
      environment: async () => ({ GREETING: "hello", AWS_LAMBDA_FUNCTION_NAME: "mine" }),
    });
    const variables = (await (await fetch(cloud.url)).json()) as Record<string, string>;
    assert.equal(variables.GREETING, "hello");
    assert.equal(variables.AWS_LAMBDA_FUNCTION_NAME, "local");
    assert.match(
      variables.QUEUERUN_QUEUE_URL_PREFIX ?? "",
      /^http:\/\/127\.0\.0\.1:\d+\/000000000000\/local-q-$/,
    );
    assert.match(
      variables.QUEUERUN_DEAD_LETTER_URL_PREFIX ?? "",
      /^http:\/\/127\.0\.0\.1:\d+\/000000000000\/local-d-$/,
    );
  });

  it("holds everything with reserved concurrency 0, receives nothing, and then does all of it", async () => {
    const { cloud, lines } = await start(
      `export const handler = async ({ Records = [] }) => {
         for (const { body, attributes } of Records)
           console.log("job " + body + " received " + attributes.ApproximateReceiveCount);
       };`,
      { queues: [createQueue("email"), createQueue("billing.fifo")] },
    );
    assert.deepEqual(await ask(cloud.url), [200, "null"]);
    await cloud.setConcurrency({ reserved: 0, provisioned: "off" });
    assert.deepEqual(await ask(cloud.url), [429, '{"message":"Too Many Requests"}']);
    for (const number of [1, 2, 3]) {
      await cloud.queues.send("email", `email-${number}`);
      await cloud.queues.send("billing.fifo", `bill-${number}`, {
        groupId: "ann",
        deduplicationId: String(number),
      });
    }
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, visible: 3 });
    assert.deepEqual(await cloud.queues.count("billing.fifo"), { ...EMPTY, visible: 3 });
    await cloud.resume();
    await cloud.drained();
    assert.deepEqual(
      lines.filter((line) => line.startsWith("job bill")),
      [1, 2, 3].map((number) => `job bill-${number} received 1`),
    );
    assert.deepEqual(
      lines.filter((line) => line.startsWith("job email")).sort(),
      [1, 2, 3].map((number) => `job email-${number} received 1`),
    );
  });

  it("starts paused with reserved concurrency 0", async () => {
    const { cloud } = await start(JOBS, {
      queues: [createQueue("email")],
      concurrency: { reserved: 0, provisioned: "off" },
    });
    await cloud.queues.send("email", "kept");
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, visible: 1 });
    await cloud.setConcurrency({ reserved: "off", provisioned: "off" });
    await cloud.drained();
    assert.deepEqual(await cloud.queues.count("email"), EMPTY);
  });

  it("lets batches finish that were received before a pause, and resumes what was reserved", async () => {
    const { cloud, gate } = await start(
      `${PASS} export const handler = async ({ Records: [{ body }] }) => await pass(body);`,
      { queues: [createQueue("email")], concurrency: { reserved: 3, provisioned: "off" } },
    );
    await cloud.queues.send("email", gate.url);
    await gate.arrived(1);
    await cloud.pause();
    await cloud.queues.send("email", gate.url);
    const finished = once(cloud.events, "batch");
    gate.open("always");
    const [{ failed }] = await finished;
    assert.equal(failed.size, 0);
    assert.deepEqual(await cloud.queues.count("email"), { ...EMPTY, visible: 1 });
    await cloud.resume();
    assert.deepEqual(cloud.concurrency, { reserved: 3, provisioned: "off" });
    await cloud.drained();
  });

  it("is warm before the first request with provisioned concurrency", async () => {
    const { cloud, lines } = await start(
      `console.log("init " + process.env.AWS_LAMBDA_INITIALIZATION_TYPE);
       await new Promise((resolve) => setTimeout(resolve, 200));
       export const handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;`,
      { concurrency: { reserved: "off", provisioned: 2 } },
    );
    const warm = ["init provisioned-concurrency", "init provisioned-concurrency"];
    assert.deepEqual(lines, warm);
    assert.deepEqual(await ask(cloud.url), [200, "provisioned-concurrency"]);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("init")),
      warm,
    );
  });

  it("serves new code after a rebuild, with its queues and what they hold", async () => {
    const source = createPackage(JOBS, { queues: [createQueue("email", { paused: true })] });
    const { cloud, lines } = await start(source);
    await cloud.queues.send("email", "from before");
    const changed = createPackage(JOBS.replace("batch ", "new "), {
      queues: [createQueue("email"), createQueue("sms")],
    });
    Object.assign(source, changed);
    const reload = once(cloud.events, "reload");
    await cloud.rebuild();
    assert.deepEqual(await reload, [changed.manifest]);
    await cloud.queues.send("sms", "to a new queue");
    await cloud.drained();
    assert.deepEqual(lines.filter((line) => line.startsWith("new")).sort(), [
      "new from before",
      "new to a new queue",
    ]);
    Object.assign(source, createPackage(JOBS));
    await cloud.rebuild();
    assert.deepEqual(cloud.queues.names, []);
  });

  it("does not wait for jobs that are held by a pause", async () => {
    const { cloud, gate } = await start(
      `${PASS} export const handler = async ({ Records: [{ body }] }) => await pass(body);`,
      { queues: [createQueue("email", { paused: true }), createQueue("sms")] },
    );
    await cloud.queues.send("sms", gate.url);
    await gate.arrived(1);
    const drained = cloud.drained();
    await cloud.pause();
    await assert.rejects(drained, {
      message: "Cannot drain: the backend is paused, its reserved concurrency is 0",
    });
    await cloud.resume();
    await cloud.queues.send("email", "kept");
    await assert.rejects(cloud.drained(), {
      message: 'Cannot drain: the queue "email" is paused, and holds 1 job',
    });
  });

  it("keeps its instances when a rebuild changes nothing", async () => {
    const { cloud } = await start("export const handler = async () => process.pid;");
    const pid = await ask(cloud.url);
    await cloud.rebuild();
    assert.deepEqual(await ask(cloud.url), pid);
  });

  it("says which queues there are", async () => {
    const { cloud } = await start(JOBS, { queues: [createQueue("email"), createQueue("sms")] });
    await assert.rejects(cloud.queues.send("emial", "x"), {
      message: 'No queue "emial". Queues: email, sms. Did you mean "email"?',
    });
  });

  it("leaves nothing behind when it is closed", async () => {
    const { cloud } = await start(
      "export const handler = async () => [process.pid, process.env.LAMBDA_TASK_ROOT];",
      { queues: [createQueue("email")] },
    );
    const [pid, taskRoot] = (await (await fetch(cloud.url)).json()) as [number, string];
    await cloud.close();
    assert.deepEqual([isAlive(pid), existsSync(taskRoot)], [false, false]);
    await assert.rejects(fetch(cloud.url));
    assert.deepEqual(readdirSync(tmpdir()), []);
  });

  it("leaves nothing behind when its port is taken or its package is broken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const source = createPackage(JOBS);
    await assert.rejects(startLocalCloud({ source, port }), { code: "EADDRINUSE" });
    server.close();
    const broken = { ...source, zip: Buffer.from("broken") };
    await assert.rejects(startLocalCloud({ source: broken, port }), {
      message: "Cannot read deployment package: it is no zip file",
    });
    assert.deepEqual(readdirSync(tmpdir()), []);
    await (await startLocalCloud({ source, port })).close();
  });

  it("starts many times in one process without a warning", async () => {
    const listeners = process.listenerCount("exit");
    await start(JOBS);
    await start(JOBS);
    assert.equal(process.listenerCount("exit"), listeners);
  });

  it("leaves no process when it is killed", async () => {
    const script = fileURLToPath(new URL("../support/dev-kill-me.ts", import.meta.url));
    const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface(child.stdout), "line");
    const { pids, taskRoot } = JSON.parse(line) as { pids: number[]; taskRoot: string };
    assert.deepEqual(pids.map(isAlive), [true, true]);
    const killed = once(child, "exit");
    child.kill("SIGKILL");
    // Until its exit was taken note of it is a zombie, whose folder is not free yet
    await killed;
    for (const pid of pids) await waitForEnd(pid);
    assert.ok(existsSync(taskRoot));
    // The next one cleans up
    await start(JOBS);
    assert.equal(existsSync(dirname(taskRoot)), false);
  });
});
