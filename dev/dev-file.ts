/** `.queuerun/dev.json`: how commands find the local cloud that runs for a backend. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generatedFolder } from "../build/types.ts";
import { isAlive } from "./is-alive.ts";

export interface DevFile {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  readonly pid: number;
  /** Whoever has it may control the local cloud. */
  readonly token: string;
}

const NAME = "dev.json";

/** The file that a local cloud has written, or found there. */
export interface WrittenDevFile {
  /** Another local cloud of the backend, which runs and which commands go on to find. */
  readonly other?: DevFile;
  /** Removes what was written. */
  remove(): Promise<void>;
}

/** Writes the file for its owner's eyes only, unless another local cloud of the backend runs. */
export async function writeDevFile(backend: string, file: DevFile): Promise<WrittenDevFile> {
  const folder = generatedFolder(backend);
  const path = join(folder, NAME);
  const other = await readDevFile(path).catch(() => undefined);
  if (other !== undefined && other.pid !== file.pid && isAlive(other.pid))
    return { other, remove: async () => {} };
  const unfinished = `${path}.${file.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(unfinished, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, path);
  return {
    async remove() {
      const found = await readDevFile(path).catch(() => undefined);
      if (found?.token === file.token) await rm(path, { force: true });
    },
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
