import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { installInCache } from "./support/install-in-cache.ts";
import { type InstalledPackage, installPackage } from "./support/installed-package.ts";
import { runCommand } from "./support/run-command.ts";
import { PROJECT } from "./support/source-file.ts";
import { startCommand } from "./support/start-command.ts";

/** What users have of queuerun in their own processes. */
const SUITES = ["sdk", "runtime", "client", "behaviour"];

describe("the oldest Node that queuerun supports", function () {
  this.timeout("5m");
  let node: string;
  let installed: InstalledPackage;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    installed = await installPackage();
    const folder = await installInCache("tests/oldest-node");
    node = join(folder, "node_modules", "node", "bin", "node");
    // As it is found by the first line of a command
    env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  });

  it("is the one that package.json names", async () => {
    const { engines } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    const { stdout } = await runCommand(node, ["--version"], { cwd: PROJECT });
    assert.equal(engines.node, `>=${stdout.trim().slice(1).replace(/\.0$/, "")}`);
  });

  it("passes the suites of the SDK, the runtime, the client and the local cloud", async () => {
    const mocha = join(PROJECT, "node_modules", "mocha", "bin", "mocha.js");
    const files = SUITES.map((suite) => `tests/${suite}/**/*.test.ts`);
    const args = [mocha, "--reporter=dot", ...files];
    const { code, stdout } = await runCommand(node, args, { cwd: PROJECT, env });
    assert.equal(code, 0, stdout);
  });

  it("makes a project that passes its tests and is served, without a word of warning", async () => {
    const run = (args: readonly string[], cwd: string) =>
      runCommand(installed.command, args, { cwd, env });
    const made = await run(["init", "oldest"], installed.path);
    assert.deepEqual([made.code, made.stderr], [0, ""]);
    const cwd = join(installed.path, "oldest");
    const tested = await runCommand(node, ["--test", "--test-reporter=tap"], { cwd, env });
    assert.match(tested.stdout, /^# pass 1$/m);
    const served = startCommand(installed.command, ["dev", "--port", "0"], { cwd, env });
    try {
      const [, url] = await served.waitFor(/^(\S+) serves 2 routes and 1 queue$/m);
      assert.equal((await fetch(`${url}/`)).status, 200);
      assert.doesNotMatch(served.output(), /warning/i);
    } finally {
      assert.equal(await served.stop(), 0);
    }
  });
});
