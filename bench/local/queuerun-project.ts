import { rmSync } from "node:fs";
import { type InstalledPackage, installPackageIn } from "../../tests/support/install-package.ts";
import { createTemporaryFolder } from "../../tests/support/temporary-folder.ts";
import type { ServerCommand } from "./server.ts";

let installing: Promise<InstalledPackage> | undefined;

/**
 * A project, and the command that serves it. queuerun is packed and installed as its users do, once
 * in a run.
 * @param name Of the project's folder.
 * @param options Further ones of `queuerun dev`.
 */
export async function createQueuerunProject(
  name: string,
  files: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<ServerCommand> {
  installing ??= install();
  const installed = await installing;
  return {
    cwd: await installed.createProject(name, files),
    file: installed.command,
    args: ([port]) => ["dev", "--port", String(port), ...options],
  };
}

async function install(): Promise<InstalledPackage> {
  const { path } = await createTemporaryFolder();
  process.once("exit", () => rmSync(path, { recursive: true, force: true }));
  return await installPackageIn(path);
}
