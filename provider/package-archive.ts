import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { DeploymentPackage } from "../build/build.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Far longer than any deployment takes. */
const KEPT_DAYS = 30;

/**
 * Writes a package to a file that is named by its content, and so is the same from whichever folder a
 * backend is deployed. In the user's own cache: in a shared folder for temporary files somebody else
 * could exchange it before it is uploaded.
 */
export async function storePackage(
  { zip, sha256 }: Pick<DeploymentPackage, "zip" | "sha256">,
  cache = cacheFolder(),
): Promise<string> {
  const folder = join(cache, "packages");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${Buffer.from(sha256, "base64").toString("hex")}.zip`);
  const stored = await readFile(path).catch(() => null);
  const now = new Date();
  if (stored?.equals(zip)) await utimes(path, now, now);
  else await writeWhole(path, zip);
  await removeOld(folder, now);
  return path;
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "queuerun");
}

/** Whoever else writes the same file, no reader sees a part of it. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}

async function removeOld(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && now.getTime() - found.mtimeMs > KEPT_DAYS * DAY_MS)
      await rm(path, { force: true });
  }
}
