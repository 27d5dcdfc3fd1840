import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Command } from "commander";
import type { Manifest } from "../manifest/manifest.ts";
import { findBackendFolder } from "./backend-folder.ts";
import { CommandError } from "./command-error.ts";
import type { DocumentInfo } from "./openapi/document.ts";
import { reportProblems } from "./report-problems.ts";

interface RoutesOptions {
  readonly json?: true;
  readonly openapi?: true;
  readonly timeout: string;
}

/** `queuerun routes` lists what a backend answers to. */
export function register(program: Command): void {
  program
    .command("routes")
    .description("list the routes, the socket, the queues and the schedules of a backend")
    .argument("[folder]", "the backend's folder (default: ./backend, or . if it is one)")
    .option("--json", "print them as JSON")
    .option("--openapi", "print the routes as an OpenAPI 3.1 document")
    .option("--timeout <seconds>", "with --openapi: how long the routes may take to load", "30")
    .addHelpText(
      "after",
      `
The document has the schemas of "validate". To know them, --openapi loads the routes: it runs the
backend's code, in a process that has no credentials and no environment variables of the backend.

Examples:
  queuerun routes                            of ./backend
  queuerun routes --json | jq '.routes[].path'
  queuerun routes --openapi > openapi.json   for tools that read OpenAPI`,
    )
    .action(listRoutes);
}

async function listRoutes(given: string | undefined, options: RoutesOptions): Promise<void> {
  const folder = findBackendFolder(given, process.cwd());
  if (options.openapi) return await printDocument(folder, readTimeout(options.timeout));
  const { readManifest } = await import("../build/read-manifest.ts");
  const manifest = await reportProblems(folder, () => readManifest(folder));
  if (options.json) return printJson(pickContents(manifest));
  const { formatContents } = await import("./package-summary.ts");
  console.log(formatContents(manifest).join("\n\n"));
}

function pickContents({ routes, socket, queues, schedules }: Manifest) {
  return { routes, socket, queues, schedules };
}

const MAX_TIMEOUT = 3_600;

function readTimeout(given: string): number {
  const seconds = Number(given);
  if (seconds > 0 && seconds <= MAX_TIMEOUT) return seconds;
  throw new CommandError(
    `--timeout is "${given}", must be a number of seconds up to ${MAX_TIMEOUT}`,
    2,
  );
}

async function printDocument(folder: string, timeoutSeconds: number): Promise<void> {
  const [{ compileRoutes }, { describeRoutes }, { createDocument, findTemplates }] =
    await Promise.all([
      import("../build/compile-routes.ts"),
      import("./openapi/describe-routes.ts"),
      import("./openapi/document.ts"),
    ]);
  const compiled = await reportProblems(folder, () => compileRoutes(folder));
  const { schemas, notes } = await describeRoutes(compiled, timeoutSeconds);
  const { routes } = compiled.manifest;
  printJson(createDocument(readInfo(compiled.folder), routes, schemas));
  const shown = findTemplates(routes);
  const left = routes.filter((route) => !shown.includes(route));
  for (const note of notes) console.error(note);
  for (const { file } of left)
    console.error(`${file} is left out: OpenAPI has no catch-all, and a parameter has its place`);
}

/** Of the nearest package.json. */
function readInfo(folder: string): DocumentInfo {
  const file = join(folder, "package.json");
  if (!existsSync(file)) {
    const parent = dirname(folder);
    return parent === folder ? { title: "backend", version: "0.0.0" } : readInfo(parent);
  }
  const { name, version } = JSON.parse(readFileSync(file, "utf8"));
  return { title: String(name ?? basename(folder)), version: String(version ?? "0.0.0") };
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
