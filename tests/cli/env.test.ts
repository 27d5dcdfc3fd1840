import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

describe("queuerun env", () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    await mkdir(join(folder.path, "backend", "api"), { recursive: true });
  });
  afterEach(() => folder.remove());

  function write(name: string, text: string): Promise<void> {
    return writeFile(join(folder.path, "backend", name), text);
  }

  function run(...args: string[]) {
    const command = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts"), "env"];
    return runCommand(process.execPath, [...command, ...args], { cwd: folder.path });
  }

  it("lists the names of the local variables", async () => {
    await write(".env", "TOKEN=hush-hush\nDB_URL=postgres://localhost\n");
    assert.deepEqual(await run(), {
      code: 0,
      stdout: ".env sets 2:\n  DB_URL\n  TOKEN\n",
      stderr: "",
    });
  });

  it("lists those of a stack, and shows values when it is asked to", async () => {
    await write(".env.production", 'TEXT="two\nlines"\nTOKEN=hush-hush\n');
    await write(".env.staging", "TOKEN=pst\n");
    const staging = await run("--stack", "staging");
    assert.equal(staging.stdout, ".env.staging sets 1:\n  TOKEN\n");
    const values = await run("--stack", "blue", "--values");
    assert.equal(values.stdout, 'TEXT="two\\nlines"\nTOKEN="hush-hush"\n');
    const json = await run("--stack", "blue", "--json");
    assert.deepEqual(JSON.parse(json.stdout), {
      file: ".env.production",
      variables: ["TEXT", "TOKEN"],
    });
  });

  it("says which files it has looked for", async () => {
    assert.equal((await run()).stdout, "There is no .env: the backend gets no variables\n");
    assert.equal(
      (await run("--stack", "dev")).stdout,
      "There is no .env.dev, and no .env.production: the backend gets no variables\n",
    );
  });

  it("reports what Lambda would refuse", async () => {
    await write(".env.production", "NODE_OPTIONS=--inspect\n");
    const { code, stdout, stderr } = await run("--stack", "production");
    assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
    assert.match(
      stderr,
      /^backend\/\.env\.production:1:1: "NODE_OPTIONS" cannot be set: it could run code before/,
    );
  });
});
