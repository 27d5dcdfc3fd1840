import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { FOLDERS } from "./folders.ts";
import type { Problem } from "./problem.ts";

export interface Discovered {
  /** Relative to the backend, with forward slashes, sorted: files in the root, and below `FOLDERS`. */
  readonly files: readonly string[];
  /** Names of the folders in the root. */
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
}

/** Lists the backend folder. Hidden files and `node_modules` are left out. */
export function discoverFiles(backend: string): Discovered {
  const problems: Problem[] = [];
  const root = listFolder(backend, "", problems);
  const nested = root.folders
    .filter((name) => FOLDERS.includes(name))
    .flatMap((name) => listFiles(backend, name, problems));
  return { files: [...root.files, ...nested].sort(), folders: root.folders.sort(), problems };
}

function listFiles(backend: string, folder: string, problems: Problem[]): string[] {
  const { files, folders } = listFolder(backend, folder, problems);
  return [...files, ...folders.flatMap((name) => listFiles(backend, name, problems))];
}

function listFolder(
  backend: string,
  folder: string,
  problems: Problem[],
): { files: string[]; folders: string[] } {
  const files: string[] = [];
  const folders: string[] = [];
  // Waiting for so many small folders takes ten times as long as reading them.
  for (const entry of readdirSync(join(backend, folder), { withFileTypes: true })) {
    if (isIgnored(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const kind = kindOf(entry, backend, path, problems);
    if (kind === "file") files.push(path);
    if (kind === "folder") folders.push(path);
  }
  return { files, folders };
}

function isIgnored(name: string): boolean {
  // Where RFC 8615 wants files like /.well-known/security.txt
  if (name === ".well-known" || name.startsWith(".env")) return false;
  return name === "node_modules" || name.startsWith(".");
}

function kindOf(
  entry: Dirent,
  backend: string,
  path: string,
  problems: Problem[],
): "file" | "folder" | undefined {
  try {
    const target = entry.isSymbolicLink() ? statSync(join(backend, path)) : entry;
    if (target.isDirectory()) return "folder";
    return target.isFile() ? "file" : undefined;
  } catch (error) {
    problems.push({
      file: path,
      message: `Cannot follow the symbolic link: ${(error as NodeJS.ErrnoException).code}`,
      fix: "Point it to a file or folder that exists, or delete it",
    });
    return undefined;
  }
}
