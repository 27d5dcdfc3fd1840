/** `.queuerun/dev.json`: how commands find the local cloud that runs for a backend. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generatedFolder } from "../build/types.ts";

export interface DevFile {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  readonly pid: number;
  /** Whoever has it may control the local cloud. */
  readonly token: string;
}

const NAME = "dev.json";

/** Writes the file for its owner's eyes only, and resolves to what removes it again. */
export async function writeDevFile(backend: string, file: DevFile): Promise<() => Promise<void>> {
  const folder = generatedFolder(backend);
  const path = join(folder, NAME);
  const unfinished = `${path}.${file.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(unfinished, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, path);
  return async () => {
    // Another local cloud of the same backend may have come after
    if ((await readDevFile(path)).pid === file.pid) await rm(path, { force: true });
  };
}

export async function readDevFile(path: string): Promise<DevFile> {
  return JSON.parse(await readFile(path, "utf8"));
}

/** Looks in `folder` and in those above it. */
export function findDevFile(folder: string): string | undefined {
  const path = join(folder, ".queuerun", NAME);
  if (existsSync(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : findDevFile(parent);
}
