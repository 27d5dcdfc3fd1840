import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Manifest, Queue } from "../manifest/manifest.ts";
import { BackendError } from "../manifest/problem.ts";
import { queueKey } from "../manifest/queue-name.ts";
import { describeWriteError } from "./write-error.ts";

/** Where queuerun keeps what it makes for one project: beside the nearest package.json. */
export function generatedFolder(backend: string): string {
  return join(findProject(backend), ".queuerun");
}

function findProject(backend: string): string {
  for (let folder = backend; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return backend;
  }
}

/**
 * Writes the tsconfig.json that a backend's own extends.
 * @throws {BackendError} where the project cannot be written to.
 */
export async function writeTypesConfig(backend: string): Promise<void> {
  const folder = generatedFolder(backend);
  await writeFiles(folder, {
    "tsconfig.json": createConfig(importFolder(folder, backend)),
    ".gitignore": "*\n",
  });
}

/**
 * Writes the types of the backend's queues.
 * @throws {BackendError} where the project cannot be written to.
 */
export async function writeTypes(backend: string, manifest: Manifest): Promise<void> {
  const folder = generatedFolder(backend);
  await writeFiles(folder, { "types.d.ts": createTypes(importFolder(folder, backend), manifest) });
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await Promise.all(
      Object.entries(files).map(([name, text]) => writeChanged(join(folder, name), text)),
    );
  } catch (error) {
    const reason = describeWriteError(error);
    if (reason === undefined) throw error;
    const message = `Cannot write types for your editor to "${folder}": ${reason}`;
    throw new BackendError([{ message, fix: "Make it a folder that you may write to" }]);
  }
}

function importFolder(folder: string, backend: string): string {
  return relative(folder, backend).split(sep).join("/");
}

/** @param backend The backend folder, as seen from the file's own. */
export function createTypes(backend: string, { queues }: Manifest): string {
  const members = queues.map((queue) => `    ${describeQueue(backend, queue)}\n`).join("");
  return `// Written by queuerun
import type {} from "queuerun/sdk";
declare module "queuerun/sdk" {
  interface Queues {
${members}  }
}
`;
}

function describeQueue(backend: string, { name, file, fifo }: Queue): string {
  const key = JSON.stringify(queueKey(name));
  const module = JSON.stringify(`${backend}/${importPath(file)}`);
  return `${key}: { fifo: ${fifo}; module: typeof import(${module}) };`;
}

// TypeScript finds the source of the file that it would become.
function importPath(file: string): string {
  return file.replace(/\.([cm]?)[jt]sx?$/, ".$1js");
}

function createConfig(backend: string): string {
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2024",
    noEmit: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    types: ["node"],
  };
  const config = { compilerOptions, include: [backend, "./types.d.ts"] };
  return `${JSON.stringify(config, null, 2)}\n`;
}

// An editor checks everything again when one of these files is written.
async function writeChanged(file: string, text: string): Promise<void> {
  const current = await readFile(file, "utf8").catch(() => null);
  if (current !== text) await writeFile(file, text);
}
