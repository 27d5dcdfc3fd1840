import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { BackendError } from "../manifest/problem.ts";
import { findBackendFolder } from "./backend-folder.ts";
import { reportProblems } from "./report-problems.ts";

interface EnvOptions {
  readonly stack?: string;
  readonly values?: true;
  readonly json?: true;
}

/** What one stack, or the local cloud, gives to the function. */
interface Found {
  /** Relative to the backend's folder; null if there is none. */
  readonly file: string | null;
  readonly variables: Readonly<Record<string, string>>;
}

/** `queuerun env` shows which environment variables a backend gets. */
export function register(program: Command): void {
  program
    .command("env")
    .description("list the environment variables of the backend, without their values")
    .argument("[folder]", "the backend's folder (default: ./backend, or . if it is one)")
    .option("--stack <name>", "those that are deployed to this Pulumi stack (default: local ones)")
    .option("--values", "show the values too, as in an env file")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
The local cloud reads .env; a stack gets .env.STACK, or else .env.production.

Examples:
  queuerun env                               names of the local ones
  queuerun env --stack production            names of those that "pulumi up" deploys
  queuerun env --stack staging --values      with their values, which may be secret`,
    )
    .action(printVariables);
}

async function printVariables(given: string | undefined, options: EnvOptions): Promise<void> {
  const folder = findBackendFolder(given, process.cwd());
  const { stack } = options;
  const found = await reportProblems(folder, () =>
    stack === undefined ? readLocal(folder) : readDeployed(folder, stack),
  );
  console.log(options.json ? createJson(found, options) : createText(found, options));
}

async function readLocal(folder: string): Promise<Found> {
  const { readEnvFile } = await import("../dev/env-file.ts");
  const path = join(folder, ".env");
  return { file: existsSync(path) ? ".env" : null, variables: await readEnvFile(folder, path) };
}

async function readDeployed(folder: string, stack: string): Promise<Found> {
  const { readEnvFile } = await import("../provider/env-file.ts");
  const { problems, ...found } = await readEnvFile(folder, stack);
  if (problems.length > 0) throw new BackendError(problems);
  return found;
}

function createJson({ file, variables }: Found, { values }: EnvOptions): string {
  const shown = values ? variables : Object.keys(variables).sort();
  return JSON.stringify({ file, variables: shown }, null, 2);
}

function createText({ file, variables }: Found, { stack, values }: EnvOptions): string {
  if (file === null) return `There is no ${describeFiles(stack)}: the backend gets no variables`;
  const names = Object.keys(variables).sort();
  const lines = values
    ? names.map((name) => `${name}=${JSON.stringify(variables[name])}`)
    : [`${file} sets ${names.length}:`, ...names.map((name) => `  ${name}`)];
  return lines.join("\n");
}

function describeFiles(stack: string | undefined): string {
  return stack === undefined ? ".env" : `.env.${stack}, and no .env.production`;
}
