import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createBackend, writeFiles } from "../support/backend-files.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

describe("queuerun types", () => {
  let project: TemporaryFolder;
  beforeEach(async () => {
    project = await createBackend({
      "api/orders/[id].ts": "export const get = () => null;",
      "queues/email.ts": "export default async () => {};",
      "socket/index.ts": "export default () => {};",
    });
  });
  afterEach(() => project.remove());

  function run(...args: string[]) {
    const command = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts"), "types"];
    return runCommand(process.execPath, [...command, ...args], { cwd: project.path });
  }

  it("writes the types, and the configuration that covers them", async () => {
    await writeFiles(project.path, {
      "tsconfig.json": '{\n  // of queuerun\n  "extends": "./.queuerun/tsconfig.json",\n}',
    });
    assert.deepEqual(await run(), {
      code: 0,
      stdout: ".queuerun/types.d.ts: 1 route, 1 queue, a socket\n",
      stderr: "",
    });
    const types = await readFile(join(project.path, ".queuerun", "types.d.ts"), "utf8");
    assert.match(
      types,
      /"\/orders\/\[id\]": typeof import\("\.\.\/backend\/api\/orders\/\[id\]\.js"\)/,
    );
  });

  it("says what to add where the compiler does not see them", async () => {
    await writeFiles(project.path, {
      "tsconfig.json": '{ "extends": "./.queuerun/tsconfig.json", "include": ["backend"] }',
    });
    const { code, stderr } = await run("backend");
    assert.deepEqual(
      { code, stderr: stderr.replace(/"[^"]*\/tsconfig.json"/, '"tsconfig.json"') },
      {
        code: 0,
        stderr: `
"tsconfig.json" does not cover .queuerun/types.d.ts: the compiler does not see the types
→ Write there: "include": ["backend",".queuerun/types.d.ts"]
`,
      },
    );
  });

  it("asks nothing of a backend in JavaScript", async () => {
    const javaScript = { "js/api/index.js": "exports.get = () => null;" };
    await writeFiles(project.path, javaScript);
    assert.deepEqual(await run("js"), {
      code: 0,
      stdout: ".queuerun/types.d.ts: 1 route, 0 queues\n",
      stderr: "",
    });
  });

  it("reports what is wrong with the backend, and writes nothing", async () => {
    await writeFiles(join(project.path, "backend"), {
      "api/orders/[name].ts": "export const get = () => null;",
      "queues/broken.ts": "export default async () => {",
    });
    const { code, stdout, stderr } = await run();
    assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
    assert.match(stderr, /backend\/api\/orders\/\[name\]\.ts/);
    assert.match(stderr, /backend\/queues\/broken\.ts:1:/);
    assert.match(stderr, /2 problems/);
  });
});
