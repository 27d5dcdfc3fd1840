import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readZip } from "./read-zip.ts";

/** Where deployment packages are unzipped, each below the name of its digest. */
export interface PackageFolder {
  readonly path: string;
  /** An empty folder, the home of the instances. */
  readonly home: string;
  /** Unzips a package and resolves to its folder, the `LAMBDA_TASK_ROOT` of its instances. */
  unzip(deploymentPackage: { readonly zip: Uint8Array; readonly sha256: string }): Promise<string>;
  remove(): Promise<void>;
}

export async function createPackageFolder(): Promise<PackageFolder> {
  const path = await mkdtemp(join(tmpdir(), "queuerun-"));
  const home = join(path, "home");
  await mkdir(home);
  return {
    path,
    home,
    async unzip({ zip, sha256 }) {
      // As Lambda gives it, the digest may be in base64
      const root = join(path, sha256.replaceAll(/[^A-Za-z0-9]/g, "_"));
      const entries = readZip(zip).map((entry) => ({ ...entry, file: join(root, entry.name) }));
      for (const folder of new Set(entries.map(({ file }) => dirname(file))))
        await mkdir(folder, { recursive: true });
      await Promise.all(entries.map(({ file, data, mode }) => writeFile(file, data, { mode })));
      return root;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
