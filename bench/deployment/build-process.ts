import { join } from "node:path";
import { runCommand } from "../../tests/support/run-command.ts";
import { PROJECT } from "../../tests/support/source-file.ts";

/** What a process of its own takes to load the build and to build the backend of a project. */
export async function measureBuildProcess(
  folder: string,
): Promise<{ readonly up: number; readonly preview: number }> {
  const script = `
    const started = performance.now();
    const { buildBackend } = await import(${JSON.stringify(join(PROJECT, "build/build.ts"))});
    await buildBackend(${JSON.stringify(join(folder, "backend"))});
    console.log(performance.now() - started);
  `;
  const args = ["--conditions=queuerun-source", "--input-type=module", "--eval", script];
  const { stdout } = await runCommand(process.execPath, args, { cwd: PROJECT });
  return { up: Number(stdout), preview: Number(stdout) };
}
