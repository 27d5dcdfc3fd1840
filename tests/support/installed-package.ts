import { type InstalledPackage, installPackageIn } from "./install-package.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

export type { InstalledPackage } from "./install-package.ts";

let installing: Promise<InstalledPackage> | undefined;
let removeFolder = async () => {};

// A root hook: the folder is shared by all test files of a run
after(() => removeFolder());

/** Packs this checkout and installs the package, once in a test run. */
export function installPackage(): Promise<InstalledPackage> {
  installing ??= install();
  return installing;
}

async function install(): Promise<InstalledPackage> {
  const { path, remove } = await createTemporaryFolder();
  removeFolder = remove;
  return await installPackageIn(path);
}
