import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildBackend, type DeploymentPackage } from "../../build/build.ts";
import { readZip } from "../../dev/read-zip.ts";
import { createBackend } from "../../tests/support/backend-files.ts";
import { PROJECT } from "../../tests/support/source-file.ts";
import { createTemporaryFolder } from "../../tests/support/temporary-folder.ts";
import { bundleHandler } from "../peers.ts";
import type { Package } from "./instance.ts";

/** Sources of peers' handlers, and files of a backend. */
export interface Sources<Peer extends string> {
  readonly backend: Readonly<Record<string, string>>;
  readonly peers: Readonly<Record<Peer, string>>;
}

export interface Packages<Name extends string> {
  readonly packages: Readonly<Record<Name, Package>>;
  remove(): Promise<void>;
}

/** Builds what is compared into a temporary folder, each below its name; the backend as `queuerun`. */
export async function createPackages<Peer extends string>(
  sources: Sources<Peer>,
): Promise<Packages<Peer | "queuerun">> {
  const { path, remove } = await createTemporaryFolder();
  const packages: Record<string, Package> = {};
  for (const [name, source] of Object.entries<string>(sources.peers)) {
    packages[name] = { folder: join(path, name), wrapped: false };
    await bundleHandler(source, join(path, name));
  }
  packages.queuerun = { folder: join(path, "queuerun"), wrapped: true };
  await unzip(await buildFiles(sources.backend), join(path, "queuerun"));
  return { packages: packages as Record<Peer | "queuerun", Package>, remove };
}

async function buildFiles(files: Readonly<Record<string, string>>): Promise<DeploymentPackage> {
  const project = await createBackend(files);
  try {
    // What backends import, as if it were installed there
    await symlink(join(PROJECT, "node_modules"), join(project.path, "node_modules"));
    return await buildBackend(join(project.path, "backend"));
  } finally {
    await project.remove();
  }
}

async function unzip({ zip }: DeploymentPackage, folder: string): Promise<void> {
  for (const { name, data, mode } of readZip(zip)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), data, { mode });
  }
}
