import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compileProject } from "../support/compile-project.ts";
import { type InstalledPackage, installPackage } from "../support/installed-package.ts";
import { runCommand } from "../support/run-command.ts";

describe("queuerun init", function () {
  this.timeout("1m");
  let installed: InstalledPackage;
  before(async function () {
    this.timeout("2m");
    installed = await installPackage();
  });

  function init(...args: string[]) {
    return runCommand(installed.command, ["init", ...args], { cwd: installed.path });
  }

  it("makes a project that builds, compiles and passes its tests", async () => {
    const { code, stdout, stderr } = await init("api-project");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.equal(
      stdout,
      `Made. Next:

  cd api-project
  npm install
  npm start                  runs it on http://127.0.0.1:8000
  npm test                   tests it
`,
    );
    // queuerun is found in the folder above: no test needs a download
    const cwd = join(installed.path, "api-project");
    const built = await runCommand(installed.command, ["build"], { cwd });
    assert.deepEqual({ code: built.code, stderr: built.stderr }, { code: 0, stderr: "" });
    assert.deepEqual(compileProject(cwd), []);
    const tested = await runCommand(process.execPath, ["--test", "--test-reporter=tap"], { cwd });
    assert.equal(tested.code, 0, tested.stdout);
    assert.match(tested.stdout, /^# pass 1$/m);
  });

  it("checks its types in a fresh clone, before anything is built", async () => {
    await init("typed");
    const cwd = join(installed.path, "typed");
    const { code, stdout, stderr } = await runCommand(installed.command, ["types"], { cwd });
    assert.deepEqual(
      { code, stdout, stderr },
      { code: 0, stdout: ".queuerun/types.d.ts: 2 routes, 1 queue\n", stderr: "" },
    );
    assert.deepEqual(compileProject(cwd), []);
  });

  it("makes a chat that builds and compiles", async () => {
    const { code } = await init("chat-project", "--template", "chat");
    assert.equal(code, 0);
    const cwd = join(installed.path, "chat-project");
    const built = await runCommand(installed.command, ["build"], { cwd });
    assert.deepEqual({ code: built.code, stderr: built.stderr }, { code: 0, stderr: "" });
    assert.deepEqual(compileProject(cwd), []);
  });

  it("adds a Pulumi program", async () => {
    const { stdout } = await init("deployed", "--pulumi", "typescript");
    assert.match(stdout, /^ {2}pulumi up {18}deploys it$/m);
    assert.deepEqual(readdirSync(join(installed.path, "deployed")).sort(), [
      ".gitignore",
      "Pulumi.yaml",
      "backend",
      "index.ts",
      "package.json",
      "test",
      "tsconfig.json",
    ]);
  });

  it("makes it in an empty folder, a new git repository too", async () => {
    const folder = join(installed.path, "empty");
    await mkdir(join(folder, ".git"), { recursive: true });
    const { code } = await runCommand(installed.command, ["init"], { cwd: folder });
    assert.equal(code, 0);
    const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    assert.equal(name, "empty");
  });

  it("replaces nothing that is there", async () => {
    const folder = join(installed.path, "full");
    await mkdir(folder);
    await writeFile(join(folder, "notes.txt"), "mine");
    const { code, stderr } = await init("full");
    assert.deepEqual(
      { code, stderr },
      {
        code: 2,
        stderr: `The folder "full" is not empty: it has notes.txt
→ Name one that is not there yet: queuerun init NAME
`,
      },
    );
    assert.deepEqual(readdirSync(folder), ["notes.txt"]);
  });

  it("refuses a name that npm or Pulumi would not take", async () => {
    const { code, stderr } = await init("My Shop");
    assert.deepEqual(
      { code, stderr },
      {
        code: 2,
        stderr: `The name of the project is "My Shop", must be up to 100 lower-case letters, digits, "-" and "_", and begin with a letter or digit
→ queuerun init NAME makes it in a folder of that name
`,
      },
    );
  });
});
