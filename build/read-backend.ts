import { readFileSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { scheduler } from "node:timers/promises";
import { type BackendFiles, classifyFiles } from "../manifest/classify.ts";
import { createManifest } from "../manifest/create.ts";
import { type Discovered, discoverFiles } from "../manifest/discover.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { BackendError, type Problem } from "../manifest/problem.ts";
import { type Environment, type EnvironmentPlace, parseEnvironment } from "./environment.ts";
import { createUnreadModule, type ReadModule, readModule } from "./read-module.ts";

/** What a backend's files say, before they are compiled. */
export interface ReadBackend {
  /** Good for nothing if there are problems. */
  readonly manifest: Manifest;
  readonly modules: readonly ReadModule[];
  /** Of the deployed environment, that of `.env.production`. */
  readonly environmentBytes: number;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Reads one backend, again and again: only files that have changed are parsed. */
export interface BackendReader {
  /** @param files Of the index, routes, queues, schedules and middleware, all among those discovered. */
  read(files: readonly string[], discovered: Discovered): Promise<ReadBackend>;
}

/**
 * The real path of a backend's folder.
 * @throws {BackendError} if there is no such folder.
 */
export async function resolveBackend(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new BackendError([{ message: `There is no folder "${path}"` }]);
  return await realpath(path);
}

/**
 * Reads a backend once, without compiling it.
 * @param folder The backend, as a real path.
 */
export async function readBackend(folder: string): Promise<ReadBackend> {
  const discovered = discoverFiles(folder);
  return await createBackendReader(folder).read(
    filesToRead(classifyFiles(discovered.files)),
    discovered,
  );
}

/** All that a package has an `import()` of. */
export function filesToRead({
  index,
  routes,
  queues,
  socket,
  schedules,
  middleware,
}: BackendFiles): readonly string[] {
  return [...index, ...routes, ...queues, ...socket, ...schedules, ...middleware];
}

/** @param folder The backend, as a real path. */
export function createBackendReader(folder: string): BackendReader {
  let parsed: ReadonlyMap<string, ParsedFile> = new Map();
  return {
    async read(files, discovered) {
      parsed = await parseFiles(folder, files, parsed);
      const modules = [...parsed.values()].map(({ read }) => read);
      const created = createManifest(
        modules.map(({ module }) => module),
        discovered.folders,
      );
      const local = readEnvironment(folder, ".env", "local", discovered);
      const deployed = readEnvironment(folder, ".env.production", "deployed", discovered);
      return {
        manifest: created.manifest,
        modules,
        environmentBytes: deployed.bytes,
        problems: [
          ...discovered.problems,
          ...modules.flatMap(({ problems }) => problems),
          ...created.problems,
          ...local.problems,
          ...deployed.problems,
        ],
        warnings: created.warnings,
      };
    },
  };
}

interface ParsedFile {
  /** Null if it cannot be read. */
  readonly text: string | null;
  readonly read: ReadModule;
}

async function parseFiles(
  folder: string,
  files: readonly string[],
  known: ReadonlyMap<string, ParsedFile>,
): Promise<ReadonlyMap<string, ParsedFile>> {
  const parsed = new Map<string, ParsedFile>();
  for (const file of files) {
    parsed.set(file, parseFile(folder, file, known.get(file)));
    // The compiler works at the same time, and has questions.
    await scheduler.yield();
  }
  return parsed;
}

function parseFile(folder: string, file: string, last: ParsedFile | undefined): ParsedFile {
  try {
    // Waiting for so many small files takes ten times as long as reading them.
    const text = readFileSync(join(folder, file), "utf8");
    return last?.text === text ? last : { text, read: readModule(file, text) };
  } catch (error) {
    // Deleted since it was listed, or not readable at all.
    const message = `Cannot read the file: ${(error as NodeJS.ErrnoException).code}`;
    return { text: null, read: createUnreadModule(file, { problems: [{ file, message }] }) };
  }
}

function readEnvironment(
  folder: string,
  file: string,
  place: EnvironmentPlace,
  { files }: Discovered,
): Environment {
  if (!files.includes(file)) return parseEnvironment(file, "", place);
  try {
    return parseEnvironment(file, readFileSync(join(folder, file), "utf8"), place);
  } catch (error) {
    const message = `Cannot read the file: ${(error as NodeJS.ErrnoException).code}`;
    const { variables, bytes } = parseEnvironment(file, "", place);
    return { variables, bytes, problems: [{ file, message }] };
  }
}
