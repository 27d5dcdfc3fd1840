import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cloud } from "../cloud/start.ts";
import type { Amounts } from "./amounts.ts";
import { parseRecord } from "./record.ts";
import type { World } from "./world.ts";

/** Some lines of the record. */
const TAIL_BYTES = 4096;

/** What has happened to a backend under load. */
export interface Disturbances {
  readonly kills: number;
  readonly reloads: number;
}

/** Before the last jobs, as what an instance had when it was killed comes back late. */
const SHARE_WITH_KILLS = 0.7;

/**
 * Kills instances and reloads the code while the jobs are handled. Call what is returned when they are
 * done.
 */
export function disturb(
  { cloud, backend, progress, recordFile }: World,
  amounts: Amounts,
): () => Promise<Disturbances> {
  const kills: Promise<boolean>[] = [];
  const reloads: Promise<boolean>[] = [];
  progress.spread(amounts.kills, amounts.jobs * SHARE_WITH_KILLS, () =>
    kills.push(killInstance(recordFile)),
  );
  progress.spread(amounts.reloads, amounts.jobs, (time) =>
    reloads.push(reload(cloud, backend.source, time + 1).catch(() => false)),
  );
  return async () => ({ kills: await countTrue(kills), reloads: await countTrue(reloads) });
}

async function countTrue(outcomes: readonly Promise<boolean>[]): Promise<number> {
  return (await Promise.all(outcomes)).filter((isTrue) => isTrue).length;
}

/** Kills the instance that has written last, and so is most likely at a job. Returns whether it could. */
async function killInstance(recordFile: string): Promise<boolean> {
  const pid = await findLastWriter(recordFile);
  if (pid === undefined) return false;
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself
    return false;
  }
}

async function findLastWriter(recordFile: string): Promise<number | undefined> {
  await using file = await open(recordFile);
  const { size } = await file.stat();
  const { bytesRead, buffer } = await file.read(
    Buffer.alloc(TAIL_BYTES),
    0,
    TAIL_BYTES,
    Math.max(0, size - TAIL_BYTES),
  );
  // The first line is cut, and may look like another
  const lines = buffer.toString("utf8", 0, bytesRead).split("\n").slice(1);
  return parseRecord(lines.join("\n")).at(-1)?.pid;
}

/** Serves another version of the code. */
async function reload(cloud: Cloud, source: string, version: number): Promise<boolean> {
  await writeFile(join(source, "_version.ts"), `export const version = ${version};\n`);
  return await cloud.call("rebuild");
}
