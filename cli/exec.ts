import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import type { ScriptEnvironment } from "../dev/control.ts";
import { EXEC_WRAPPER } from "../manifest/environment.ts";
import { findBackendFolder } from "./backend-folder.ts";
import { CommandError } from "./command-error.ts";
import { askRunningDev } from "./running-dev.ts";
import { createScriptMain } from "./script-main.ts";

interface ExecOptions {
  readonly folder?: string;
}

/** `queuerun exec` runs a file as code of the backend that runs in `queuerun dev`. */
export function register(program: Command): void {
  program
    .command("exec")
    .description("run a file as code of the backend, beside the running queuerun dev")
    .argument("<file>", "TypeScript or JavaScript, which may import what the backend imports")
    .argument("[args...]", "what the file finds in process.argv")
    .option("--folder <folder>", "the backend's folder (default: ./backend, or . if it is one)")
    .addHelpText(
      "after",
      `
The file has the backend's environment variables, and none of this shell's. Before it, index.ts is loaded and
its warmup() awaited. It may push jobs and send to WebSockets.

Examples:
  queuerun exec scripts/import.ts
  queuerun exec scripts/import.ts customers.csv`,
    )
    .passThroughOptions()
    .action(exec);
}

async function exec(file: string, args: readonly string[], options: ExecOptions): Promise<void> {
  const script = resolve(file);
  if (!existsSync(script)) throw new CommandError(`There is no file "${file}"`, 2);
  const backend = findBackendFolder(options.folder, process.cwd());
  const { ENVIRONMENT_PATH } = await import("../dev/control.ts");
  const { body: environment } = await askRunningDev<ScriptEnvironment>(
    backend,
    ENVIRONMENT_PATH,
    {},
  );
  const { generatedFolder } = await import("../build/types.ts");
  const generated = generatedFolder(backend);
  await mkdir(generated, { recursive: true });
  const folder = await mkdtemp(join(generated, "exec-"));
  try {
    await bundle(script, createScriptMain(script, backend, environment), folder);
    process.exitCode = await run(join(folder, "main.mjs"), args, environment, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundle(script: string, main: string, outdir: string): Promise<void> {
  const { bundleScript } = await import("../build/script-bundle.ts");
  const sdk = import.meta.resolve("queuerun/sdk");
  const problems = await bundleScript({ main, folder: dirname(script), outdir, sdk });
  if (problems !== undefined) throw new CommandError(problems, 1);
}

/**
 * Begins as the function does, with its keys put away. Nothing of this shell reaches it but where
 * programs are: the developer's AWS keys must not.
 */
async function run(
  main: string,
  args: readonly string[],
  { variables }: ScriptEnvironment,
  home: string,
): Promise<number> {
  const { PATH = "", TERM = "" } = process.env;
  const { EXEC_WRAPPER_SOURCE } = await import("../build/exec-wrapper.ts");
  const wrapper = join(home, EXEC_WRAPPER);
  await writeFile(wrapper, EXEC_WRAPPER_SOURCE, { mode: 0o755 });
  const node = [process.execPath, "--enable-source-maps", ...process.execArgv];
  const child = spawn(wrapper, [...node, main, ...args], {
    env: { PATH, TERM, HOME: home, ...variables },
    stdio: "inherit",
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (signal !== null) throw new CommandError(`The script was ended by ${signal}`, 1);
  return code ?? 1;
}
