import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTemporaryFolder, type TemporaryFolder } from "./temporary-folder.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures/backends/", import.meta.url));

export function fixtureFolder(name: string): string {
  return join(FIXTURES, name);
}

/** A copy of a fixture in a project of its own: a build writes beside the backend. */
export async function copyFixture(name: string): Promise<TemporaryFolder> {
  const project = await createProject();
  await cp(fixtureFolder(name), join(project.path, "backend"), { recursive: true });
  return project;
}

/** A project whose folder `backend` holds `files`, by path. */
export async function createBackend(
  files: Readonly<Record<string, string>>,
): Promise<TemporaryFolder> {
  const project = await createProject();
  await writeFiles(join(project.path, "backend"), files);
  return project;
}

export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function createProject(): Promise<TemporaryFolder> {
  const project = await createTemporaryFolder();
  await writeFile(join(project.path, "package.json"), "{}");
  return project;
}
