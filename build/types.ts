import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { stem } from "../manifest/classify.ts";
import type { Manifest, Queue } from "../manifest/manifest.ts";
import { BackendError } from "../manifest/problem.ts";
import { queueKey } from "../manifest/queue-name.ts";
import type { SourceModule } from "../manifest/source-module.ts";
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

/** What the types are made of. */
export interface TypedBackend {
  readonly manifest: Manifest;
  readonly modules: readonly { readonly module: SourceModule }[];
}

/**
 * Writes the types of the backend's routes, users, queues and socket.
 * @throws {BackendError} where the project cannot be written to.
 */
export async function writeTypes(folder: string, backend: TypedBackend): Promise<void> {
  const generated = generatedFolder(folder);
  const types = createTypes(importFolder(generated, folder), backend);
  await writeFiles(generated, { "types.d.ts": types });
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

/** @param folder The backend folder, as seen from the file's own. */
export function createTypes(folder: string, { manifest, modules }: TypedBackend): string {
  const typeOf = (file: string) =>
    `typeof import(${JSON.stringify(`${folder}/${importPath(file)}`)})`;
  const { routes, queues, socket } = manifest;
  const authenticating = modules.find(({ module }) => authenticatesAll(module));
  return `// Written by queuerun
import type {} from "queuerun/sdk";
declare module "queuerun/sdk" {
${[
  ...declareMembers(
    "Queues",
    queues.map((queue) => describeQueue(queue, typeOf)),
  ),
  ...declareMembers(
    "Routes",
    routes.map(({ path, file }) => `${JSON.stringify(path)}: ${typeOf(file)};`),
  ),
  ...declareMembers("Sockets", socket === null ? [] : [`default: ${typeOf(socket.file)};`]),
  ...declareMembers(
    "Auth",
    authenticating === undefined
      ? []
      : [`authenticate: ${typeOf(authenticating.module.file)}.authenticate;`],
  ),
].join("")}}
`;
}

function declareMembers(name: string, members: readonly string[]): string[] {
  if (members.length === 0) return [];
  return [`  interface ${name} {\n${members.map((member) => `    ${member}\n`).join("")}  }\n`];
}

function describeQueue({ name, file, fifo }: Queue, typeOf: (file: string) => string): string {
  const key = JSON.stringify(queueKey(name));
  return `${key}: { fifo: ${fifo}; module: ${typeOf(file)} };`;
}

/** True of the `authenticate` that all routes have, but for those that have their own. */
function authenticatesAll({ file, exports }: SourceModule): boolean {
  if (stem(file) !== "api/_middleware" || exports === null) return false;
  return exports.some(({ name, isNull }) => name === "authenticate" && !isNull);
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
    // Whose JSX it is, a backend's own tsconfig.json says: jsxImportSource
    jsx: "react-jsx",
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
