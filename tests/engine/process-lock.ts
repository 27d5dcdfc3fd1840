import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/**
 * Runs `work` while no other process holds the lock file. A lock whose owner died is taken over: if
 * two processes do so at once, both work, so the work must end in one atomic step.
 */
export async function withLock(
  file: string,
  reason: string,
  work: () => Promise<void>,
): Promise<void> {
  let waiting = false;
  while (!(await acquire(file))) {
    if (!waiting) process.stderr.write(`${reason} by another process: waiting\n`);
    waiting = true;
    await setTimeout(500);
  }
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string): Promise<boolean> {
  // One of its own for each try: the file must be there until it is linked
  const own = `${file}.${randomUUID()}`;
  // A link appears at once with its content, and fails where there is one already
  await writeFile(own, String(process.pid));
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    await removeDead(file, own);
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

async function removeDead(file: string, own: string): Promise<void> {
  const owner = Number(await readFile(file, "utf8").catch(() => ""));
  if (!owner || isAlive(owner)) return;
  await rename(file, own).catch(() => {});
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
