import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommand } from "./run-command.ts";
import { PROJECT } from "./source-file.ts";

/** A folder in which the published package is installed, as its users do. */
export interface InstalledPackage {
  readonly path: string;
  /** Of the installed `queuerun` command. */
  readonly command: string;
  /** Makes a project in a folder of its own, from files by name; `package.json` is added. */
  createProject(name: string, files: Readonly<Record<string, string>>): Promise<string>;
}

/** What examples import besides queuerun: the checkout's own, so that no test needs a download. */
const EXAMPLE_PACKAGES = ["@types/node", "@valibot/to-json-schema", "hono", "valibot"];

/** Packs this checkout and installs the package in an empty folder. */
export async function installPackageIn(path: string): Promise<InstalledPackage> {
  const file = await packProject(path);
  await writeFile(join(path, "package.json"), '{ "private": true }');
  const options = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await runNpm(["install", file, ...options], path);
  await linkPackages(path);
  const command = join(path, "node_modules", ".bin", "queuerun");
  return { path, command, createProject: (name, files) => createProject(join(path, name), files) };
}

/** Those that queuerun's own dependencies have brought along are there already. */
async function linkPackages(folder: string): Promise<void> {
  for (const name of EXAMPLE_PACKAGES) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    if (!existsSync(link)) await symlink(join(PROJECT, "node_modules", name), link);
  }
}

/** Makes the tarball that `npm publish` would send. */
async function packProject(folder: string): Promise<string> {
  const packed = await runNpm(["pack", "--pack-destination", folder], PROJECT);
  return join(folder, packed.trim().split("\n").at(-1) ?? "");
}

async function runNpm(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runCommand("npm", args, { cwd });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}

async function createProject(folder: string, files: Readonly<Record<string, string>>) {
  const all = { "package.json": '{ "private": true, "type": "module" }', ...files };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
