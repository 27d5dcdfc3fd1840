import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { hashZip } from "../../build/zip.ts";
import { createBackend, writeFiles } from "../support/backend-files.ts";
import { type Finished, runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

const FILES = {
  "index.ts": 'export const config = { memory: "0.5GB" };\n',
  "api/index.ts": "export default () => null;\n",
  "api/users/[id].ts": "export const get = () => null;\nexport const del = () => null;\n",
  "queues/billing.fifo.ts":
    "export const config = { paused: true };\nexport default async () => {};\n",
  "queues/email.ts": 'export const config = { timeout: "90s" };\nexport default async () => {};\n',
  ".env.production": "DATABASE_URL=postgres://db\n",
};
const ONE_RECEIVE = "export const config = { maxReceives: 1 };\nexport default async () => {};\n";

describe("queuerun build", () => {
  let project: TemporaryFolder;
  beforeEach(async () => {
    project = await createBackend(FILES);
  });
  afterEach(() => project.remove());

  it("shows what is in the package, and how much of Lambda's limits it takes", async () => {
    const { code, stdout, stderr } = await run("build");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.equal(
      stdout
        .replace(/[\d.]+ KB( *)/g, (_, space) => (space === "" ? "N KB" : "N KB "))
        .replace(/\(.{44}\)/, "(DIGEST)"),
      `Routes
  any method  /            api/index.ts
  GET DELETE  /users/[id]  api/users/[id].ts

Queues
  billing.fifo  300 s  one job at a time, in order, paused  queues/billing.fifo.ts
  email         90 s   up to 10 jobs at a time              queues/email.ts

Budget
  code                N KB
  zip                 N KB of 50 MB
  unzipped            N KB of 250 MB
  environment         925 bytes      of 4,096
  longest queue name  12 characters  of 45

.queuerun/build/package.zip (DIGEST)
`,
    );
  });

  it("writes manifest.json and package.zip where it is told to", async () => {
    const { code } = await run("build", "backend", "--out", "some/where");
    assert.equal(code, 0);
    const manifest = JSON.parse(await read("some/where/manifest.json"));
    assert.deepEqual(manifest.function, { memorySize: 512, timeoutSeconds: 305 });
    const zip = await readFile(join(project.path, "some/where/package.zip"));
    assert.equal(zip.subarray(0, 2).toString(), "PK");
  });

  it("prints nothing but JSON with --json", async () => {
    await writeFiles(join(project.path, "backend"), { "queues/once.ts": ONE_RECEIVE });
    const { code, stdout } = await run("build", "--json");
    const { manifest, sha256, sizes, warnings, files } = JSON.parse(stdout);
    assert.deepEqual(files, {
      manifest: ".queuerun/build/manifest.json",
      package: ".queuerun/build/package.zip",
    });
    const zip = await readFile(join(project.path, files.package));
    assert.deepEqual(
      { code, sha256, zip: sizes.zip, warnings: warnings.length },
      { code: 0, sha256: hashZip(zip), zip: zip.length, warnings: 1 },
    );
    assert.deepEqual(JSON.parse(await read(files.manifest)), manifest);
  });

  it("warns on stderr, and builds all the same", async () => {
    await writeFiles(join(project.path, "backend"), { "queues/once.ts": ONE_RECEIVE });
    const { code, stdout, stderr } = await run("build");
    assert.equal(code, 0);
    assert.match(stdout, /^Routes\n/);
    assert.match(stderr, /^backend\/queues\/once\.ts:1:38: "maxReceives" is 1: .*\n> 1 \| export/);
  });

  it("ends with 1, the problems and no stack trace if the backend is at fault", async () => {
    await writeFiles(join(project.path, "backend"), {
      "api/index.ts": "export const GET = () => null;\n",
    });
    const report = `backend/api/index.ts:1:14: Nothing calls an export named "GET"
> 1 | export const GET = () => null;
    |              ^^^
  2 |
→ Write \`get\`

1 problem
`;
    assert.deepEqual(await run("build"), { code: 1, stdout: "", stderr: report });
    const { code, stdout, stderr } = await run("build", "--json");
    assert.deepEqual({ code, stderr }, { code: 1, stderr: report });
    assert.deepEqual(JSON.parse(stdout), {
      problems: [
        {
          file: "api/index.ts",
          line: 1,
          column: 14,
          endColumn: 17,
          message: 'Nothing calls an export named "GET"',
          fix: "Write `get`",
        },
      ],
    });
  });

  it("takes the folder it is in, if that is a backend", async () => {
    const backend = join(project.path, "backend");
    const { code, stdout } = await run("build", { cwd: backend });
    assert.equal(code, 0);
    const zip = join(project.path, ".queuerun/build/package.zip");
    assert.equal(stdout.trimEnd().split("\n").at(-1)?.split(" ")[0], zip);
  });

  it("ends with 2 if there can be no folder for the package", async () => {
    await writeFiles(project.path, { "full/package.zip/file": "" });
    for (const [out, reason] of [
      ["package.json", "it is a file, not a folder (EEXIST)"],
      ["package.json/dist", "a part of the path is a file, not a folder (ENOTDIR)"],
      ["full", "it has a folder where a file would be written (EISDIR)"],
    ] as const)
      assert.deepEqual(await run("build", "--out", out), {
        code: 2,
        stdout: "",
        stderr: `Cannot write the package to "${out}": ${reason}\n→ Name another folder: --out FOLDER\n`,
      });
  });

  it("ends with 2 if it is used wrongly", async () => {
    const { code, stderr } = await run("build", { cwd: join(project.path, "backend/api") });
    const here = join(project.path, "backend/api");
    assert.deepEqual(
      { code, stderr },
      {
        code: 2,
        stderr: `There is no backend here: neither "backend" nor "${here}" has a folder "api", "queues", "socket" or "schedules"\n→ Name the backend's folder: queuerun build FOLDER\n`,
      },
    );
    assert.deepEqual(await run("build", "nowhere"), {
      code: 2,
      stdout: "",
      stderr: 'There is no folder "nowhere"\n',
    });
    assert.deepEqual(await run("build", "package.json"), {
      code: 2,
      stdout: "",
      stderr: '"package.json" is no folder\n',
    });
    assert.deepEqual(await run("build", "--jsn"), {
      code: 2,
      stdout: "",
      stderr:
        "error: unknown option '--jsn'\n(Did you mean --json?)\n→ queuerun --help shows what there is\n",
    });
  });

  it("explains itself with --help, and has examples", async () => {
    const { code, stdout } = await run("build", "--help");
    assert.equal(code, 0);
    assert.match(stdout, /^Usage: queuerun build \[options\] \[folder\]\n/);
    assert.match(stdout, /\nExamples:\n {2}queuerun build {2}/);
  });

  function run(...args: readonly (string | { readonly cwd: string })[]): Promise<Finished> {
    const cwd = args.find((arg) => typeof arg === "object")?.cwd ?? project.path;
    const words = args.filter((arg) => typeof arg === "string");
    const main = join(PROJECT, "cli/main.ts");
    return runCommand(process.execPath, ["--conditions=queuerun-source", main, ...words], { cwd });
  }

  function read(file: string): Promise<string> {
    return readFile(join(project.path, file), "utf8");
  }
});
