import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { BUILD_TIMEOUT_MS, type Engine, type Project, startEngine } from "./engine.ts";
import { BACKEND_FILES, createTypeScriptProgram, createYamlProgram } from "./programs/backend.ts";
import { PLAIN_CODE } from "./programs/plain.ts";

/** Run by turns, so that whatever else the machine does slows all of them. */
const RUNS = 5;

const PLAIN = {
  ...PLAIN_CODE,
  "Pulumi.yaml": "name: plain\nruntime: { name: nodejs, options: { typescript: false } }\n",
  "resources.ts": readFileSync(new URL("programs/plain-backend.ts", import.meta.url)),
  "index.ts": `import { createPlainBackend } from "./resources.ts";
export const { url } = createPlainBackend("code.zip");
`,
};

describe("engine: how long a Backend takes", function () {
  this.timeout(900_000);
  let engine: Engine;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine({ plugins: [fileURLToPath(new URL("bin", import.meta.url))] });
  });
  after(() => engine?.remove());

  it("is little more than a plain program takes for the same resources", async () => {
    const yaml = createYamlProgram();
    const projects = {
      plain: await engine.createProject(PLAIN),
      typescript: await engine.createProject({ ...BACKEND_FILES, ...createTypeScriptProgram() }),
      yaml: await engine.createProject({ ...BACKEND_FILES, ...yaml }),
    };
    const times = { plain: [], typescript: [], yaml: [] } as Record<string, Times[]>;
    for (let run = 0; run < RUNS; run++)
      for (const [form, project] of Object.entries(projects))
        times[form]?.push(await measure(project, `${form}-${run}`));
    const build = await measureBuild(projects.typescript);
    const [plain, typescript, other] = [times.plain, times.typescript, times.yaml].map(medians);
    const seen = JSON.stringify({ plain, typescript, yaml: other, build });
    assert.ok(plain && typescript && other);
    assert.ok(typescript.up - build <= 1.25 * plain.up, seen);
    assert.ok(typescript.preview - build <= 1.25 * plain.preview, seen);
    assert.ok(other.up <= 1.2 * typescript.up, seen);
  });
});

/** In milliseconds. */
interface Times {
  readonly up: number;
  /** A preview of no change. */
  readonly preview: number;
}

async function measure(project: Project, name: string): Promise<Times> {
  const stack = await project.createStack(name);
  const up = await stack.up();
  const preview = await stack.preview();
  return { up: up.milliseconds, preview: preview.milliseconds };
}

/** What a process takes to load the build and to build the backend. */
async function measureBuild({ folder }: Project): Promise<number> {
  const script = `
    const started = performance.now();
    const { buildBackend } = await import(${JSON.stringify(join(PROJECT, "build/build.ts"))});
    await buildBackend(${JSON.stringify(join(folder, "backend"))});
    console.log(performance.now() - started);
  `;
  const args = ["--conditions=queuerun-source", "--input-type=module", "--eval", script];
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { stdout } = await runCommand(process.execPath, args, { cwd: PROJECT });
    times.push(Number(stdout));
  }
  return median(times);
}

function medians(times: readonly Times[] = []): Times {
  return {
    up: median(times.map(({ up }) => up)),
    preview: median(times.map(({ preview }) => preview)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
