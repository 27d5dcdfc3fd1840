import { cp, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A backend in a folder of its own, which may be changed. */
export interface BackendCopy extends AsyncDisposable {
  /** Of the backend. */
  readonly source: string;
  /** Around it, for other files. */
  readonly folder: string;
}

export async function copyBackend(source: URL): Promise<BackendCopy> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "queuerun-soak-")));
  await writeFile(join(folder, "package.json"), "{}");
  await cp(source, join(folder, "backend"), { recursive: true });
  return {
    source: join(folder, "backend"),
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
