import { readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  bundleOwnModules,
  type FinishedSet,
  type OwnBundle,
  type OwnModules,
  ROOT,
} from "./own-bundle.ts";
import { prepareZip, type ZipEntry } from "./zip.ts";

/** Made when queuerun is published; absent in a checkout. */
const PUBLISHED = join(ROOT, "build", "own-modules.json");

/** Folder of a package for queuerun's modules that are finished already. */
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

const prepared = new Map<FinishedSet, readonly ZipEntry[]>();

/** Those of queuerun's modules that go into a package as they are. */
export async function prepareFinishedModules(set: FinishedSet): Promise<readonly ZipEntry[]> {
  const { finished } = await loadOwnModules();
  const entries =
    prepared.get(set) ??
    Object.entries(finished[set]).map(([name, source]) => ({
      name: `${OWN_FOLDER}/${name}`,
      content: Buffer.from(source),
    }));
  prepared.set(set, entries);
  prepareZip(entries);
  return entries;
}

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
