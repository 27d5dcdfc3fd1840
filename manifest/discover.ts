import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { FOLDERS } from "./folders.ts";
import type { Problem } from "./problem.ts";
import { isCodeFile } from "./route-path.ts";

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
  for (const entry of readFolder(backend, folder, problems)) {
    if (isIgnored(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const kind = kindOf(entry, backend, path, problems);
    if (kind === "file") files.push(path);
    if (kind === "folder") folders.push(path);
  }
  return { files, folders };
}

/** A folder may vanish or be closed to us at any time. */
function readFolder(backend: string, folder: string, problems: Problem[]): Dirent[] {
  try {
    return readdirSync(join(backend, folder), { withFileTypes: true });
  } catch (error) {
    problems.push({
      ...(folder === "" ? {} : { file: folder }),
      message: `Cannot read the ${folder === "" ? `folder "${backend}"` : "folder"}: ${(error as NodeJS.ErrnoException).code}`,
      fix: "Let there be a folder that you may read",
    });
    return [];
  }
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
  const found = inspect(entry, backend, path);
  if (typeof found !== "object") return found;
  problems.push({ file: path, ...found });
  return undefined;
}

/** What is at the path, or why it cannot be part of a backend; undefined for what nobody reads. */
function inspect(
  entry: Dirent,
  backend: string,
  path: string,
): "file" | "folder" | undefined | Omit<Problem, "file"> {
  const isSource = path.includes("/") || isCodeFile(path) || path.startsWith(".env");
  if (isSource && BAD_NAME.test(entry.name)) return BAD_NAME_PROBLEM;
  try {
    const isLink = entry.isSymbolicLink();
    const target = isLink || isSource ? statSync(join(backend, path)) : entry;
    if (target.isDirectory()) return isLink && isInTarget(backend, path) ? ENDLESS : "folder";
    if (!isSource) return target.isFile() ? "file" : undefined;
    return findObstacle(target as Stats) ?? "file";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return entry.isSymbolicLink()
      ? {
          message: `Cannot follow the symbolic link: ${code}`,
          fix: "Point it to a file or folder that exists, or delete it",
        }
      : { message: `Cannot read the file: ${code}` };
  }
}

const ENDLESS = {
  message: "The symbolic link leads to a folder that it is in, without end",
  fix: "Delete it, or point it to another folder",
};

/** What no import can name. A name that is no UTF-8 is read with the last of them. */
const BAD_NAME = /[\p{Cc}"\\\ufffd]/u;
const BAD_NAME_PROBLEM = {
  message: "The name has a character that no import can name",
  fix: 'Leave out control characters, " and \\, and what is no UTF-8',
};

/** No package is larger, in all. */
const MAX_MEGABYTES = 50;

export interface Obstacle {
  readonly message: string;
  readonly fix: string;
}

/** Why a file cannot be read: whoever did so would wait, or take in more than there is room for. */
export function findObstacle(stats: Stats): Obstacle | undefined {
  if (!stats.isFile())
    return { message: "It is neither a file nor a folder", fix: "Put a file in its place" };
  const megabytes = Math.ceil(stats.size / 1_048_576);
  if (megabytes <= MAX_MEGABYTES) return undefined;
  return {
    message: `The file has ${megabytes} MB, at most ${MAX_MEGABYTES}: no package can hold it`,
    fix: "Store it elsewhere, and read it when the code runs",
  };
}

/** True if following the link at `path` would come to the link again. */
function isInTarget(backend: string, path: string): boolean {
  const target = `${realpathSync(join(backend, path))}${sep}`;
  // Each folder on the way may be a link itself
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (`${realpathSync(join(backend, folder))}${sep}`.startsWith(target)) return true;
    if (folder === ".") return false;
  }
}
