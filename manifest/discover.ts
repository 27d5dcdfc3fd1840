import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Problem } from "./problem.ts";

/** The folders whose files mean something; all others hold what those files import. */
const FOLDERS = ["api", "queues"];

export interface Discovered {
  /** Files relative to the backend folder, with forward slashes, sorted: all below `FOLDERS`, and those in the root. */
  readonly files: readonly string[];
  /** Names of the folders in the root. */
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
}

/** Lists the backend folder. Hidden files and `node_modules` are left out, but for `.env` files. */
export async function discoverFiles(backend: string): Promise<Discovered> {
  const problems: Problem[] = [];
  const root = await listFolder(backend, "", problems);
  const nested = await Promise.all(
    root.folders
      .filter((name) => FOLDERS.includes(name))
      .map((name) => walk(backend, name, problems)),
  );
  return {
    files: [...root.files, ...nested.flat()].sort(),
    folders: root.folders.sort(),
    problems,
  };
}

async function walk(backend: string, folder: string, problems: Problem[]): Promise<string[]> {
  const { files, folders } = await listFolder(backend, folder, problems);
  const nested = await Promise.all(folders.map((name) => walk(backend, name, problems)));
  return [...files, ...nested.flat()];
}

async function listFolder(
  backend: string,
  folder: string,
  problems: Problem[],
): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of await readdir(join(backend, folder), { withFileTypes: true })) {
    if (isIgnored(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const kind = await kindOf(entry, backend, path, problems);
    if (kind === "file") files.push(path);
    if (kind === "folder") folders.push(path);
  }
  return { files, folders };
}

function isIgnored(name: string): boolean {
  return name === "node_modules" || (name.startsWith(".") && !name.startsWith(".env"));
}

async function kindOf(
  entry: Dirent,
  backend: string,
  path: string,
  problems: Problem[],
): Promise<"file" | "folder" | undefined> {
  try {
    const target = entry.isSymbolicLink() ? await stat(join(backend, path)) : entry;
    if (target.isDirectory()) return "folder";
    if (target.isFile()) return "file";
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    problems.push({
      file: path,
      message: `Cannot follow the symbolic link (${code})`,
      fix: "Point it to a file or folder that exists, or delete it",
    });
  }
  return undefined;
}
