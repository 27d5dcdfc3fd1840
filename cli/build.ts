import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { DeploymentPackage } from "../build/build.ts";
import { displayPath } from "../build/display-path.ts";
import { describeWriteError } from "../build/write-error.ts";
import { BackendError } from "../manifest/problem.ts";
import { findBackendFolder } from "./backend-folder.ts";
import { CommandError } from "./command-error.ts";
import { describeProblems } from "./report-problems.ts";

interface BuildOptions {
  readonly out?: string;
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command("build")
    .description("build the deployment package of a backend, and show what is in it")
    .argument("[folder]", "the backend's folder (default: ./backend, or . if it is one)")
    .option(
      "--out <dir>",
      "where to write manifest.json and package.zip (default: .queuerun/build, beside package.json)",
    )
    .option("--json", "print the manifest, digest and sizes as JSON")
    .addHelpText(
      "after",
      `
Examples:
  queuerun build                             build ./backend
  queuerun build services/shop --out dist    build another folder into dist/
  queuerun build --json | jq .manifest       read what the backend consists of`,
    )
    .action(build);
}

async function build(given: string | undefined, { out, json }: BuildOptions): Promise<void> {
  const cwd = process.cwd();
  const folder = findBackendFolder(given, cwd);
  const { buildBackend } = await import("../build/build.ts");
  try {
    const made = await buildBackend(folder);
    const target = out === undefined ? await defaultTarget(folder) : resolve(cwd, out);
    await writePackage(target, made).catch((error: unknown) => {
      throw explainWriteError(error, displayPath(target, cwd));
    });
    await printPackage(made, {
      folder,
      target: displayPath(target, cwd),
      json: json === true,
    });
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    if (json) printJson({ problems: error.problems });
    throw new CommandError(await describeProblems(error.problems, folder), 1);
  }
}

async function defaultTarget(folder: string): Promise<string> {
  const { generatedFolder } = await import("../build/types.ts");
  return join(generatedFolder(folder), "build");
}

async function writePackage(target: string, { manifest, zip }: DeploymentPackage): Promise<void> {
  await mkdir(target, { recursive: true });
  await Promise.all([
    writeFile(join(target, "manifest.json"), formatJson(manifest)),
    writeFile(join(target, "package.zip"), zip),
  ]);
}

function explainWriteError(error: unknown, target: string): unknown {
  const reason = describeWriteError(error);
  if (reason === undefined) return error;
  const message = `Cannot write the package to "${target}": ${reason}`;
  return new CommandError(`${message}\n→ Name another folder: --out FOLDER`, 2, { cause: error });
}

interface PrintOptions {
  readonly folder: string;
  /** Folder of the written files, as a person would name it. */
  readonly target: string;
  readonly json: boolean;
}

/** Data goes to stdout, warnings to stderr. */
async function printPackage(
  { manifest, sha256, sizes, warnings }: DeploymentPackage,
  { folder, target, json }: PrintOptions,
): Promise<void> {
  if (warnings.length > 0) console.error(`${await describeProblems(warnings, folder)}\n`);
  const files = {
    manifest: join(target, "manifest.json"),
    package: join(target, "package.zip"),
  };
  if (json) {
    printJson({ manifest, sha256, sizes, warnings, files });
    return;
  }
  const { formatSummary } = await import("./package-summary.ts");
  console.log(`${formatSummary(manifest, sizes)}\n\n${files.package} (${sha256})`);
}

function printJson(value: unknown): void {
  process.stdout.write(formatJson(value));
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
