import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Project, startEngine } from "../../tests/engine/engine.ts";
import {
  BACKEND_FILES,
  createTypeScriptProgram,
  createYamlProgram,
} from "../../tests/engine/programs/backend.ts";
import { PLAIN_CODE } from "../../tests/engine/programs/plain.ts";
import { runCommand } from "../../tests/support/run-command.ts";
import { PROJECT } from "../../tests/support/source-file.ts";
import { createRatio, median, type Row } from "../row.ts";

const PLUGINS = fileURLToPath(new URL("../../tests/engine/bin", import.meta.url));

/** The same resources, written out without queuerun. */
const PLAIN = {
  ...PLAIN_CODE,
  "Pulumi.yaml": "name: plain\nruntime: { name: nodejs, options: { typescript: false } }\n",
  "resources.ts": readFileSync(new URL("plain-backend.ts", import.meta.url)),
  "index.ts": `import { createPlainBackend } from "./resources.ts";
export const { url } = createPlainBackend("code.zip");
`,
};

/** In milliseconds. */
interface Times {
  readonly up: number;
  /** A preview of no change. */
  readonly preview: number;
}

/**
 * What `pulumi up` and a preview of no change take, on the real engine and the stand-in for AWS, against
 * a plain program. The build is counted apart: the plain program has none.
 */
export async function measureDeployment(runs: number): Promise<readonly Row[]> {
  const engine = await startEngine({ plugins: [PLUGINS] });
  try {
    const typescript = await engine.createProject({
      ...BACKEND_FILES,
      ...createTypeScriptProgram(),
    });
    const projects = {
      plain: await engine.createProject(PLAIN),
      typescript,
      yaml: await engine.createProject({ ...BACKEND_FILES, ...createYamlProgram() }),
    };
    const times = await measureByTurns(projects, runs);
    return createRows(times, await measureBuild(typescript, runs));
  } finally {
    await engine.remove();
  }
}

type Form = "plain" | "typescript" | "yaml";

/** By turns, so that whatever else the machine does slows all of them. */
async function measureByTurns(
  projects: Readonly<Record<Form, Project>>,
  runs: number,
): Promise<Record<Form, Times>> {
  const seen: Record<Form, Times[]> = { plain: [], typescript: [], yaml: [] };
  for (let run = 0; run < runs; run++)
    for (const form of Object.keys(seen) as Form[])
      seen[form].push(await measure(projects[form], `${form}-${run}`));
  return {
    plain: medians(seen.plain),
    typescript: medians(seen.typescript),
    yaml: medians(seen.yaml),
  };
}

async function measure(project: Project, name: string): Promise<Times> {
  const stack = await project.createStack(name);
  const up = await stack.up();
  const preview = await stack.preview();
  return { up: up.milliseconds, preview: preview.milliseconds };
}

function createRows({ plain, typescript, yaml }: Record<Form, Times>, build: number): Row[] {
  return [
    createRatio("pulumi up, over a plain program", typescript.up - build, plain.up, 1.25),
    createRatio(
      "preview of no change, over a plain program",
      typescript.preview - build,
      plain.preview,
      1.25,
    ),
    createRatio("pulumi up in YAML, over TypeScript", yaml.up, typescript.up, 1.2),
  ];
}

/** What a process takes to load the build and to build the backend. */
async function measureBuild({ folder }: Project, runs: number): Promise<number> {
  const script = `
    const started = performance.now();
    const { buildBackend } = await import(${JSON.stringify(join(PROJECT, "build/build.ts"))});
    await buildBackend(${JSON.stringify(join(folder, "backend"))});
    console.log(performance.now() - started);
  `;
  const args = ["--conditions=queuerun-source", "--input-type=module", "--eval", script];
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { stdout } = await runCommand(process.execPath, args, { cwd: PROJECT });
    times.push(Number(stdout));
  }
  return median(times);
}

function medians(times: readonly Times[]): Times {
  return {
    up: median(times.map(({ up }) => up)),
    preview: median(times.map(({ preview }) => preview)),
  };
}
