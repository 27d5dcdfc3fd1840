import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** False also for a process that has ended and whose parent has not asked how. */
export function isAlive(pid: number): boolean {
  // What is no process ID has not ended either
  assert.ok(Number.isInteger(pid) && pid > 0, `${pid} is no process ID`);
  const ps = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  if (ps.error !== undefined) throw ps.error;
  return /^[^Z\s]/.test(ps.stdout.trim());
}

/** Resolves when a process that is no child of ours has ended; there is no event for that. */
export async function waitForEnd(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (!isAlive(pid)) return;
    await delay(20);
  }
  throw new Error(`Process ${pid} has not ended`);
}
