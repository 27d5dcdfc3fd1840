import { readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  bundleOwnModules,
  type ClientSet,
  type OwnBundle,
  type OwnModules,
  type OwnSet,
  ROOT,
} from "./own-bundle.ts";
import { prepareZip, type ZipEntry } from "./zip.ts";

/** Made when queuerun is published; absent in a checkout. */
const PUBLISHED = join(ROOT, "build", "own-modules.json");

/** Folder of a package for queuerun's own modules: they go into it as they are. */
export const OWN_FOLDER = "queuerun";

/** In a checkout, what was bundled last: bundling takes as long as all the rest of a build. */
const CACHE = join(ROOT, "node_modules", ".cache", "queuerun", "own-modules.json");

interface Cache {
  readonly modules: OwnModules;
  /** Files the modules were made from, and the state these were in. */
  readonly inputs: Readonly<Record<string, string>>;
}

let loading: Promise<OwnModules> | undefined;

/** Once in a process. */
export function loadOwnModules(): Promise<OwnModules> {
  loading ??= readOrBundle();
  return loading;
}

const prepared = new Map<OwnSet, readonly ZipEntry[]>();

/** Those of queuerun's own modules that a package may need: the compiler says later which it does. */
export async function prepareOwnModules(clients: ClientSet | null): Promise<readonly ZipEntry[]> {
  const { sets } = await loadOwnModules();
  const wanted: readonly OwnSet[] = ["runtime", "backendRole", ...(clients ? [clients] : [])];
  return wanted.flatMap((set) => {
    const entries =
      prepared.get(set) ??
      Object.entries(sets[set]).map(([name, source]) => ({
        name: `${OWN_FOLDER}/${name}`,
        content: Buffer.from(source),
      }));
    prepared.set(set, entries);
    prepareZip(entries);
    return entries;
  });
}

/**
 * Chooses the modules that a package imports, and those that these import.
 * @param imports Paths in the code of the package.
 */
export function chooseOwnModules(
  modules: readonly ZipEntry[],
  imports: readonly string[],
): ZipEntry[] {
  const byName = new Map(modules.map((module) => [basename(module.name), module]));
  const chosen = new Set<ZipEntry>();
  const choose = (path: string) => {
    const module = byName.get(basename(path));
    if (module === undefined || chosen.has(module)) return;
    chosen.add(module);
    for (const [, name = ""] of module.content.toString().matchAll(OWN_IMPORT)) choose(name);
  };
  imports.forEach(choose);
  return [...chosen];
}

/** How they name each other. */
const OWN_IMPORT = /["']\.\/([\w-]+\.mjs)["']/g;

async function readOrBundle(): Promise<OwnModules> {
  const published = readJson<OwnModules>(PUBLISHED);
  if (published !== null) return published;
  const cached = readJson<Cache>(CACHE);
  if (cached !== null && isFresh(cached)) return cached.modules;
  const bundle = await bundleOwnModules();
  // Without a cache, the next process bundles them again: slower, and the same.
  await writeCache(bundle).catch(() => undefined);
  return bundle.modules;
}

/** Writes what `loadOwnModules` reads in the published package. */
export async function writePublishedModules(): Promise<void> {
  const { modules } = await bundleOwnModules();
  await writeFile(PUBLISHED, JSON.stringify(modules));
}

function isFresh({ inputs }: Cache): boolean {
  return Object.entries(inputs).every(([file, state]) => fileState(file) === state);
}

function fileState(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "missing" : `${stats.mtimeMs} ${stats.size}`;
}

async function writeCache({ modules, inputs }: OwnBundle): Promise<void> {
  const cache: Cache = {
    modules,
    inputs: Object.fromEntries(inputs.map((file) => [file, fileState(file)])),
  };
  // Two builds may write at a time: each its own file, and the last one stays.
  const temporary = `${CACHE}.${process.pid}`;
  await mkdir(dirname(CACHE), { recursive: true });
  await writeFile(temporary, JSON.stringify(cache));
  await rename(temporary, CACHE);
}

function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    // It is not there yet, or was cut off: it will be made anew.
    return null;
  }
}
