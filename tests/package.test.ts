import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { compileProject } from "./support/compile-project.ts";
import { type InstalledPackage, installPackage } from "./support/installed-package.ts";
import { isReadByOldestNode } from "./support/oldest-node.ts";
import { runCommand } from "./support/run-command.ts";
import { PROJECT } from "./support/source-file.ts";
import { startCommand } from "./support/start-command.ts";

const BACKEND = {
  "backend/index.ts": `export let greeting: string;
export function warmup() {
  greeting = "Hello";
}
`,
  "backend/api/hello/[name].ts": `import { type HttpRequest, queues } from "queuerun/sdk";
import { greeting } from "../../index.ts";

export async function get({ params }: HttpRequest<"/hello/[name]">) {
  return { text: \`\${greeting}, \${params.name}\` };
}

export async function post({ params }: HttpRequest<"/hello/[name]">) {
  return { jobId: await queues.visits.push({ name: params.name }) };
}
`,
  "backend/queues/visits.ts": `export default async function count({ name }: { name: string }) {
  console.log("Visit of", name);
}
`,
};

describe("the published package", () => {
  let installed: InstalledPackage;
  before(async function () {
    this.timeout("2m");
    installed = await installPackage();
  });

  it("holds the compiled sources, and nothing of the checkout", async () => {
    const { code, stdout } = await runCommand(
      "npm",
      ["pack", "--dry-run", "--json", "--ignore-scripts"],
      {
        cwd: PROJECT,
      },
    );
    assert.equal(code, 0);
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const { include } = JSON.parse(await readFile(join(PROJECT, "tsconfig.build.json"), "utf8"));
    const folders = new Set(files.map(({ path }) => path.split("/").slice(0, 2).join("/")));
    const compiled = (include as string[]).flatMap((path) =>
      path === "index.ts" ? ["dist/index.d.ts", "dist/index.js"] : `dist/${path}`,
    );
    assert.deepEqual(
      [...folders].sort(),
      [
        ...compiled,
        "LICENSE",
        "PulumiPlugin.yaml",
        "README.md",
        "package.json",
        "schema.json",
        "examples/chat",
        "templates/api",
      ].sort(),
    );
  });

  it("has every file that its entries name, and an executable command", async () => {
    const root = join(installed.path, "node_modules", "queuerun");
    const { bin, exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    const entries = [".", "./sdk", "./client", "./testing"].flatMap((name) => [
      exports[name].types,
      exports[name].default,
    ]);
    for (const file of [bin.queuerun, ...entries])
      assert.ok((await stat(join(root, file))).isFile());
    assert.notEqual((await stat(installed.command)).mode & 0o111, 0);
  });

  it("is written in what the oldest Node that it supports can read", async () => {
    const root = join(installed.path, "node_modules", "queuerun");
    const files = (await readdir(root, { recursive: true })).filter((file) =>
      /^(dist.*\.js|(templates|examples).*\.tsx?)$/.test(file),
    );
    const newer = files.filter(
      (file) => !isReadByOldestNode(readFileSync(join(root, file), "utf8")),
    );
    assert.ok(files.length > 200, `Only ${files.length} files`);
    assert.deepEqual(newer, []);
  });

  it("builds a backend, whose types hold under strict settings", async function () {
    this.timeout("1m");
    const folder = await installed.createProject("built", BACKEND);
    const { code, stderr } = await runCommand(installed.command, ["build", "backend"], {
      cwd: folder,
    });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    const strict = { skipLibCheck: false, exactOptionalPropertyTypes: true };
    assert.deepEqual(compileProject(folder, strict), []);
    const bundler = { module: "esnext", moduleResolution: "bundler" };
    assert.deepEqual(compileProject(folder, bundler), []);
  });

  it("serves a backend", async function () {
    this.timeout("1m");
    const folder = await installed.createProject("served", BACKEND);
    const dev = startCommand(installed.command, ["dev", "backend", "--port", "0"], { cwd: folder });
    const [, url] = await dev.waitFor(/(http:\/\/127\.0\.0\.1:\d+)/);
    const answer = await fetch(`${url}/hello/ann`);
    assert.deepEqual([answer.status, await answer.json()], [200, { text: "Hello, ann" }]);
    await fetch(`${url}/hello/ann`, { method: "POST" });
    await dev.waitFor(/Visit of ann/);
    assert.equal(await dev.stop(), 0);
  });

  it("tests a backend, under the test runner of Node", async function () {
    this.timeout("1m");
    const folder = await installed.createProject("tested", {
      ...BACKEND,
      "test/hello.test.ts": `import assert from "node:assert/strict";
import { test } from "node:test";
import { startBackend } from "queuerun/testing";

test("greets", async (t) => {
  const backend = await startBackend("backend");
  t.after(() => backend.close());
  const answer = await backend.fetch("/hello/ann");
  assert.deepEqual(await answer.json(), { text: "Hello, ann" });
});
`,
    });
    const args = ["--test", "--test-reporter=tap"];
    const { code, stdout } = await runCommand(process.execPath, args, { cwd: folder });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^# pass 1$/m);
  });
});
