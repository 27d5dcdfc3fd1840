import { chmod, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine, Project } from "../engine/engine.ts";
import { PROJECT } from "../support/source-file.ts";

const PLUGIN = fileURLToPath(new URL("../engine/bin/pulumi-resource-queuerun", import.meta.url));

/** Copies an example, as its users do, to where queuerun is installed. */
export async function createExampleProject(engine: Engine, name: string): Promise<Project> {
  const project = await engine.createProject({});
  await rm(join(project.folder, "package.json"));
  await cp(join(PROJECT, "examples", name), project.folder, { recursive: true });
  await installPlugin(join(project.folder, "node_modules", ".bin"));
  return project;
}

/** What npm makes of the package's `bin`, for the sources of this checkout. */
async function installPlugin(folder: string): Promise<void> {
  await mkdir(folder);
  const file = join(folder, "pulumi-resource-queuerun");
  await writeFile(file, `#!/bin/sh\nexec "${PLUGIN}" "$@"\n`);
  await chmod(file, 0o755);
}
