import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, rename, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { findDevFile, readDevFile } from "../../dev/dev-file.ts";
import { isAlive, waitForEnd } from "../support/dev-processes.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { type StartedCommand, startCommand } from "../support/start-command.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

/** `--`: or Node would take `--env-file` for its own. */
const MAIN = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts")];

const FILES = {
  "package.json": '{ "type": "module" }',
  "backend/api/index.ts": `
    import { spawn } from "node:child_process";
    export function get() {
      return { pids: [process.pid, spawn("sleep", ["60"]).pid], greeting: process.env.GREETING };
    }`,
  "backend/api/text.ts": 'export const get = () => "old";',
  "backend/queues/email.ts":
    "export default async function send(email: { to: string }) { console.log('To', email.to); }",
};

describe("queuerun dev", function () {
  this.timeout("1m");
  let folder: TemporaryFolder;
  let dev: StartedCommand | undefined;

  beforeEach(async () => {
    folder = await createTemporaryFolder();
    await write(FILES);
  });
  afterEach(async () => {
    await dev?.stop();
    dev = undefined;
    await folder.remove();
  });

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder.path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  async function start(...args: string[]): Promise<string> {
    const env = { ...process.env, PORT: "0" };
    dev = startCommand(process.execPath, [...MAIN, "dev", ...args], { cwd: folder.path, env });
    const [url = ""] = await dev.waitFor(/http:\/\/127\.0\.0\.1:\d+/);
    return url;
  }

  function run(...args: string[]) {
    return runCommand(process.execPath, [...MAIN, ...args], { cwd: folder.path });
  }

  async function getPids(url: string): Promise<number[]> {
    return ((await (await fetch(url)).json()) as { pids: number[] }).pids;
  }

  it("serves the backend, says what there is, and leaves no process behind", async () => {
    const url = await start();
    const pids = await getPids(url);
    assert.deepEqual(pids.map(isAlive), [true, true]);
    assert.equal(await dev?.stop(), 0);
    for (const pid of pids) await waitForEnd(pid);
    const output =
      dev
        ?.output()
        .replaceAll(url, "URL")
        .replace(/\nREPORT .*/, "") ?? "";
    assert.equal(
      output.trim(),
      `URL serves 2 routes and 1 queue

Routes
  GET  /      api/index.ts
  GET  /text  api/text.ts

Queues
  email  300 s  up to 10 jobs at a time  queues/email.ts

Try
  curl -i URL/
  curl -i URL/text

Concurrency: reserved off, provisioned off ("queuerun pause" holds everything)
Saving a file rebuilds. Ctrl-C stops.`,
    );
  });

  for (const signal of ["SIGTERM", "SIGHUP"] as const)
    it(`leaves no process behind after ${signal}, also when a child was killed before`, async () => {
      const url = await start();
      const [killed = 0, orphan = 0] = await getPids(url);
      process.kill(killed, "SIGKILL");
      await waitForEnd(orphan);
      const pids = await getPids(url);
      const { pid } = await readDevFile(findDevFile(folder.path) ?? "");
      process.kill(pid, signal);
      for (const each of [...pids, pid]) await waitForEnd(each);
    });

  it("serves new code when a file is saved, and the old code while it has problems", async () => {
    const url = await start();
    const ask = async () => await (await fetch(`${url}/text`)).text();
    assert.equal(await ask(), "old");
    await write({ "backend/api/text.ts": 'export const get = () => "broken;' });
    await dev?.waitFor(/backend\/api\/text\.ts:1:\d+: [\s\S]*The old code goes on/);
    assert.equal(await ask(), "old");
    await write({ "backend/api/text.ts": 'export const get = () => "new";' });
    await dev?.waitFor(/Rebuilt in \d+ ms/);
    assert.equal(await ask(), "new");
  });

  it("goes on when the backend's folder is gone for a moment", async () => {
    const url = await start();
    await dev?.waitFor(/Ctrl-C/);
    const backend = join(folder.path, "backend");
    await rename(backend, `${backend}_`);
    await dev?.waitFor(/Cannot read the folder ".*": ENOENT[\s\S]*The old code goes on/);
    assert.equal(await (await fetch(`${url}/text`)).text(), "old");
    await rename(`${backend}_`, backend);
    await write({ "backend/api/text.ts": 'export const get = () => "new";' });
    await dev?.waitFor(/Rebuilt in \d+ ms/);
    assert.equal(await (await fetch(`${url}/text`)).text(), "new");
  });

  it("goes on when it cannot write beside the backend", async () => {
    // A link, which becomes a file at once: nothing can be written in between
    await write({ "generated/.keep": "", file: "" });
    await symlink("generated", join(folder.path, ".queuerun"));
    await symlink("file", join(folder.path, "link"));
    const url = await start();
    await dev?.waitFor(/Ctrl-C/);
    await rename(join(folder.path, "link"), join(folder.path, ".queuerun"));
    await write({ "backend/api/text.ts": 'export const get = () => "new";' });
    await dev?.waitFor(
      /\n\nCannot write types .+ \(EEXIST\)\n→ .+\n\n1 problem\n\nThe old code goes on\n/,
    );
    assert.equal(await (await fetch(`${url}/text`)).text(), "old");
  });

  it("serves new code when a file outside the folder is saved that the backend imports", async () => {
    await write({
      "lib/greeting.ts": 'export const greeting: string = "hello";',
      "backend/api/text.ts":
        'import { greeting } from "../../lib/greeting.ts";\nexport const get = () => greeting;',
    });
    const url = await start();
    const ask = async () => await (await fetch(`${url}/text`)).text();
    assert.equal(await ask(), "hello");
    await dev?.waitFor(/Ctrl-C/);
    await write({ "lib/greeting.ts": 'export const greeting: string = "goodbye";' });
    await dev?.waitFor(/Rebuilt in/);
    assert.equal(await ask(), "goodbye");
  });

  it("leaves nothing behind when it is interrupted while it starts", async () => {
    await write({
      "backend/index.ts": `export async function warmup() {
        console.log("warms up", process.pid, process.env.LAMBDA_TASK_ROOT);
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }`,
    });
    const env = { ...process.env, PORT: "0" };
    const args = [...MAIN, "dev", "--provisioned", "1"];
    dev = startCommand(process.execPath, args, { cwd: folder.path, env });
    const [, pid = "", taskRoot = ""] = await dev.waitFor(/warms up (\d+) (\S+)/);
    assert.equal(await dev.stop(), 0);
    await waitForEnd(Number(pid));
    assert.equal(existsSync(dirname(taskRoot)), false);
  });

  it("gives the backend the variables of its .env file, read again when it is saved", async () => {
    await write({ "backend/.env": "GREETING=hello" });
    const url = await start();
    const ask = async () => ((await (await fetch(url)).json()) as { greeting: string }).greeting;
    assert.equal(await ask(), "hello");
    await write({ "backend/.env": "GREETING=goodbye" });
    await dev?.waitFor(/Rebuilt in/);
    assert.equal(await ask(), "goodbye");
  });

  it("takes another env file", async () => {
    await write({ "other.env": "GREETING=hi" });
    const url = await start("--env-file", "other.env");
    assert.match(await (await fetch(url)).text(), /"greeting":"hi"/);
  });

  it("is controlled by commands, through a file that only its owner can read", async () => {
    const url = await start("--reserved", "7");
    const state = (text: string) => ({ code: 0, stdout: `${url}\n${text}\n`, stderr: "" });
    const running = 'provisioned off ("queuerun pause" holds everything)';
    const paused =
      'provisioned off. Paused: requests are answered 429, jobs stay in their queues ("queuerun resume")';
    const { mode } = await stat(join(folder.path, ".queuerun/dev.json"));
    assert.equal(mode & 0o777, 0o600);
    assert.deepEqual(await run("pause"), state(`Concurrency: reserved 0, ${paused}`));
    assert.equal((await fetch(url)).status, 429);
    assert.deepEqual(await run("resume"), state(`Concurrency: reserved 7, ${running}`));
    assert.equal((await fetch(url)).status, 200);
    assert.deepEqual(await run("reserve", "off"), state(`Concurrency: reserved off, ${running}`));
    assert.deepEqual(
      await run("reserved", "50", "backend"),
      state(`Concurrency: reserved 50, ${running}`),
    );
    assert.deepEqual(await run("reserved", "0"), state(`Concurrency: reserved 0, ${paused}`));
    assert.deepEqual(await run("provisioned", "x"), {
      code: 2,
      stdout: "",
      stderr: '"provisioned" is "x", must be "off" or an integer of 1 or more\n',
    });
    assert.equal(await dev?.stop(), 0);
    assert.equal(existsSync(join(folder.path, ".queuerun/dev.json")), false);
  });

  it("leaves the first in control when a second one runs the same backend", async () => {
    const first = await start();
    const { pid } = await readDevFile(findDevFile(folder.path) ?? "");
    const env = { ...process.env, PORT: "0" };
    const second = startCommand(process.execPath, [...MAIN, "dev"], { cwd: folder.path, env });
    await second.waitFor(
      new RegExp(`also run by the process ${pid}, at ${first}: that is the one which commands`),
    );
    assert.equal(await second.stop(), 0);
    assert.equal((await run("pause")).code, 0);
    assert.equal((await fetch(first)).status, 429);
  });

  it("says so when there is none to control", async () => {
    const none = {
      code: 1,
      stdout: "",
      stderr: `There is no running "queuerun dev" for ".", or for a folder above it
→ Start one with queuerun dev, or name the backend's folder after the value
`,
    };
    assert.deepEqual(await run("pause"), none);
    await write({ ".queuerun/dev.json": '{ "url": "http://127.0.0.1:9", "token": "" }' });
    assert.deepEqual(await run("reserved", "0"), none);
  });

  it("says so when its port is taken, and starts nothing", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    assert.deepEqual(await run("dev", "--port", String(port)), {
      code: 1,
      stdout: "",
      stderr: `Port ${port} is taken by another program\n→ Take another one: queuerun dev --port ${port + 1}, or PORT=${port + 1}\n`,
    });
    server.close();
  });

  it("reports all wrong options", async () => {
    const fails = async (args: string[], message: string) =>
      assert.deepEqual(await run("dev", ...args), { code: 2, stdout: "", stderr: `${message}\n` });
    await fails(["--port", "http"], 'The port is "http", must be 0 to 65535');
    await fails(["--port", "65536"], 'The port is "65536", must be 0 to 65535');
    await fails(
      ["--reserved", "some", "--provisioned", "-1"],
      `"--reserved" is "some", must be "off" or an integer of 0 or more
"--provisioned" is "-1", must be "off" or an integer of 1 or more`,
    );
    await fails(
      ["--reserved", "1", "--provisioned", "2"],
      '"--provisioned" is 2, must be at most "--reserved", which is 1',
    );
    await fails(["--env-file", "none.env"], 'There is no env file "none.env"');
    await fails(
      ["--env-file", "backend"],
      'The env file "backend" is a folder\n→ Name the file in it',
    );
    await fails(["--backend-policy", "none.json"], '--backend-policy: "none.json" cannot be read');
    await fails(["nowhere"], 'There is no folder "nowhere"');
  });

  it("shows the problems of a backend that it cannot start", async () => {
    await write({ "backend/api/text.ts": "export const GET = 1;" });
    const { code, stdout, stderr } = await run("dev", "--port", "0");
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^backend\/api\/text\.ts:1:14: /);
  });
});
