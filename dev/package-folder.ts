import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { atExit } from "./at-exit.ts";
import { isAlive } from "./is-alive.ts";
import { readZip } from "./read-zip.ts";

/** Where deployment packages are unzipped, each below the name of its digest. */
export interface PackageFolder {
  readonly path: string;
  /** An empty folder, the home of the instances. */
  readonly home: string;
  /** Unzips a package and resolves to its folder, the `LAMBDA_TASK_ROOT` of its instances. */
  unzip(deploymentPackage: { readonly zip: Uint8Array; readonly sha256: string }): Promise<string>;
  /** Removes what `unzip` has made, once for each time it was asked for. */
  release(taskRoot: string): Promise<void>;
  remove(): Promise<void>;
}

export async function createPackageFolder(): Promise<PackageFolder> {
  await removeOrphans();
  const path = await mkdtemp(join(tmpdir(), `queuerun-${process.pid}-`));
  const home = join(path, "home");
  await mkdir(home);
  // A change that is taken back brings the package of an earlier build again
  const uses = new Map<string, number>();
  const forget = atExit(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    home,
    async unzip({ zip, sha256 }) {
      // In base64, as Lambda gives it
      const root = join(path, sha256.replaceAll("/", "_"));
      const count = uses.get(root) ?? 0;
      uses.set(root, count + 1);
      if (count === 0) await writeEntries(root, zip);
      return root;
    },
    async release(taskRoot) {
      const count = (uses.get(taskRoot) ?? 0) - 1;
      uses.set(taskRoot, count);
      if (count === 0) await rm(taskRoot, { recursive: true, force: true });
    },
    async remove() {
      forget();
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Removes what local clouds have left that were killed. */
async function removeOrphans(): Promise<void> {
  const names = await readdir(tmpdir());
  const orphans = names.filter((name) => {
    const [, pid] = /^queuerun-(\d+)-\w{6}$/.exec(name) ?? [];
    return pid !== undefined && !isAlive(Number(pid));
  });
  // Another user's are none of our business
  const removals = orphans.map((name) =>
    rm(join(tmpdir(), name), { recursive: true, force: true }),
  );
  await Promise.allSettled(removals);
}

async function writeEntries(root: string, zip: Uint8Array): Promise<void> {
  const entries = readZip(zip).map((entry) => ({ ...entry, file: join(root, entry.name) }));
  for (const folder of new Set(entries.map(({ file }) => dirname(file))))
    await mkdir(folder, { recursive: true });
  await Promise.all(entries.map(({ file, data, mode }) => writeFile(file, data, { mode })));
}
