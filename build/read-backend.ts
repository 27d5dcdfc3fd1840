import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { classifyFiles } from "../manifest/classify.ts";
import { createManifest } from "../manifest/create.ts";
import { discoverFiles } from "../manifest/discover.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Problem } from "../manifest/problem.ts";
import { type Environment, parseEnvironment } from "./environment.ts";
import { type ReadModule, readModule } from "./read-module.ts";

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
  read(): Promise<ReadBackend>;
}

/** @param folder The backend, as a real path. */
export function createBackendReader(folder: string): BackendReader {
  let parsed: ReadonlyMap<string, ParsedFile> = new Map();
  return {
    async read() {
      const discovered = await discoverFiles(folder);
      const { index, routes, queues, middleware } = classifyFiles(discovered.files);
      const [code, environments] = await Promise.all([
        parseFiles(folder, [...index, ...routes, ...queues, ...middleware], parsed),
        readEnvironments(folder, discovered.files),
      ]);
      parsed = code;
      const modules = [...code.values()].map(({ read }) => read);
      const created = createManifest(
        modules.map(({ module }) => module),
        discovered.folders,
      );
      return {
        manifest: created.manifest,
        modules,
        environmentBytes: environments.deployed.bytes,
        problems: [
          ...discovered.problems,
          ...modules.flatMap(({ problems }) => problems),
          ...created.problems,
          ...environments.problems,
        ],
        warnings: created.warnings,
      };
    },
  };
}

interface ParsedFile {
  readonly text: string;
  readonly read: ReadModule;
}

async function parseFiles(
  folder: string,
  files: readonly string[],
  known: ReadonlyMap<string, ParsedFile>,
): Promise<ReadonlyMap<string, ParsedFile>> {
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return new Map(
    files.map((file, index) => {
      const text = texts[index] ?? "";
      const last = known.get(file);
      return [file, last?.text === text ? last : { text, read: readModule(file, text) }];
    }),
  );
}

/** Env files of the local cloud, and of stacks that have none of their own. */
const LOCAL_ENV_FILE = ".env";
const DEPLOYED_ENV_FILE = ".env.production";

async function readEnvironments(
  folder: string,
  files: readonly string[],
): Promise<{ deployed: Environment; problems: readonly Problem[] }> {
  const [local, deployed] = (await Promise.all(
    [LOCAL_ENV_FILE, DEPLOYED_ENV_FILE].map(async (file) =>
      parseEnvironment(
        file,
        files.includes(file) ? await readFile(join(folder, file), "utf8") : "",
      ),
    ),
  )) as [Environment, Environment];
  return { deployed, problems: [...local.problems, ...deployed.problems] };
}
