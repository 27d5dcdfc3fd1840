import type { Command } from "commander";
import { displayPath } from "../build/display-path.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { findBackendFolder } from "./backend-folder.ts";
import { reportProblems } from "./report-problems.ts";

/** `queuerun types` writes what the compiler knows of a backend. */
export function register(program: Command): void {
  program
    .command("types")
    .description("write the types of the backend's routes, queues, users and socket")
    .argument("[folder]", "the backend's folder (default: ./backend, or . if it is one)")
    .addHelpText(
      "after",
      `
They are written to .queuerun/types.d.ts, beside package.json, as "queuerun build" and "queuerun dev"
do as well. Nothing is compiled, and no code of the backend runs.

Examples:
  queuerun types                             of ./backend
  queuerun types && tsc                      check the types of a fresh clone
  queuerun types services/shop               of another folder`,
    )
    .action(writeTypes);
}

async function writeTypes(given: string | undefined): Promise<void> {
  const cwd = process.cwd();
  const folder = findBackendFolder(given, cwd);
  const { generateTypes } = await import("../build/generate-types.ts");
  const { file, backend, ...real } = await reportProblems(folder, () => generateTypes(folder));
  console.log(`${displayPath(file, cwd)}: ${describe(backend.manifest)}`);
  if (!backend.modules.some(({ module }) => isTypeScript(module.file))) return;
  const { findUncovered } = await import("./types-coverage.ts");
  const uncovered = findUncovered(real.folder, file);
  if (uncovered !== undefined) console.error(`\n${uncovered.message}\n→ ${uncovered.fix}`);
}

function describe({ routes, queues, socket }: Manifest): string {
  const parts = [count(routes.length, "route"), count(queues.length, "queue")];
  return [...parts, ...(socket === null ? [] : ["a socket"])].join(", ");
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}
