import { existsSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { CommandError } from "./command-error.ts";

/** What a folder holds that is a backend. */
const MARKS = ["api", "queues", "socket", "schedules"];

/**
 * The backend folder a command works on, as an absolute path: the one it is given, else `backend/` in
 * `cwd`, else `cwd` itself if it looks like a backend.
 */
export function findBackendFolder(given: string | undefined, cwd: string): string {
  if (given !== undefined) return checkFolder(resolve(cwd, given), given);
  const nested = join(cwd, "backend");
  if (isBackend(nested)) return nested;
  if (isBackend(cwd)) return cwd;
  throw new CommandError(
    `There is no backend here: neither "${relative(cwd, nested)}" nor "${cwd}" has a folder "api", "queues", "socket" or "schedules"
→ Name the backend's folder: queuerun build FOLDER`,
    2,
  );
}

function checkFolder(folder: string, given: string): string {
  if (!existsSync(folder)) throw new CommandError(`There is no folder "${given}"`, 2);
  if (!statSync(folder).isDirectory()) throw new CommandError(`"${given}" is no folder`, 2);
  return folder;
}

function isBackend(folder: string): boolean {
  return MARKS.some((name) => existsSync(join(folder, name)));
}
