import { existsSync, type FSWatcher, watch as watchFolder } from "node:fs";
import { basename, dirname } from "node:path";
import type { FSWatcher as TreeWatcher } from "chokidar";

/** A switch of branches replaces several paths in a row. */
const SETTLE_MS = 50;

/**
 * Calls back when one of the paths has changed, or something below it: at least once for each change.
 * Also when a path is replaced. Chokidar alone loses sight of one that it was given and that is moved
 * or deleted, however soon it is back.
 */
export class PathWatcher {
  readonly #paths: Set<string>;
  readonly #changed: () => void;
  readonly #failed: (error: NodeJS.ErrnoException) => void;
  #places: readonly FSWatcher[] = [];
  #tree: TreeWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** One watch after the other: chokidar does not say when it is ready if it is closed before. */
  #opening: Promise<void> | undefined;
  #isClosed = false;

  /** @param failed Takes why something cannot be watched: the rest is. */
  constructor(
    paths: readonly string[],
    changed: () => void,
    failed: (error: NodeJS.ErrnoException) => void,
  ) {
    this.#paths = new Set(paths);
    this.#changed = changed;
    this.#failed = failed;
  }

  /** Resolves when the watch is on. Until then nothing is called back: the caller looks for itself. */
  open(): Promise<void> {
    this.#opening = this.#open();
    return this.#opening;
  }

  add(paths: readonly string[]): void {
    for (const path of paths) this.#paths.add(path);
    this.#tree?.add([...paths]);
  }

  /** Resolves when nothing is watched any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    await this.#stop();
  }

  async #open(): Promise<void> {
    const { watch } = await import("chokidar");
    // Before chokidar looks what is there: what is replaced meanwhile is noticed
    const replaced = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#reopen(), SETTLE_MS);
    };
    this.#places = watchPlaces(this.#paths, replaced, this.#failed);
    const tree = watch([...this.#paths], { ignored: isIgnored, ignoreInitial: true });
    this.#tree = tree;
    tree.on("error", (error) => this.#failed(error as NodeJS.ErrnoException));
    await new Promise<void>((resolve) => tree.once("ready", resolve));
    // "all" leaves out a change within 50 ms of another, which would then never be seen
    tree.on("raw", (_event, path) => {
      if (!isIgnored(path)) this.#changed();
    });
    tree.on("all", () => this.#changed());
  }

  async #reopen(): Promise<void> {
    await this.#opening;
    await this.#stop();
    if (this.#isClosed) return;
    await this.open();
    this.#changed();
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#timer);
    for (const place of this.#places) place.close();
    await this.#tree?.close();
  }
}

/** What queuerun writes itself, and packages: they change by an install, not by a save. */
function isIgnored(path: string): boolean {
  return ["node_modules", ".queuerun", ".git"].includes(basename(path));
}

/** Calls back when what is at one of the paths is moved, deleted or replaced. */
function watchPlaces(
  paths: Iterable<string>,
  replaced: () => void,
  failed: (error: NodeJS.ErrnoException) => void,
): FSWatcher[] {
  const names = Map.groupBy([...paths].map(findPlace), ({ folder }) => folder);
  return [...names].flatMap(([folder, places]) => {
    // The folder's own name when it is itself that has gone
    const watched = new Set([basename(folder), ...places.map(({ name }) => name)]);
    try {
      const watcher = watchFolder(folder, (event, name) => {
        if (event === "rename" && name !== null && watched.has(name)) replaced();
      });
      return [watcher.on("error", replaced)];
    } catch (error) {
      // It went a moment ago
      if ((error as NodeJS.ErrnoException).code === "ENOENT") replaced();
      else failed(error as NodeJS.ErrnoException);
      return [];
    }
  });
}

/** The folder that shows whether `path` is replaced, or where it will be back, and the name to look for. */
function findPlace(path: string): { readonly folder: string; readonly name: string } {
  const folder = dirname(path);
  if (folder !== path && !existsSync(folder)) return findPlace(folder);
  return { folder, name: basename(path) };
}
