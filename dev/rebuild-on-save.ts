import { PathWatcher } from "./path-watcher.ts";

export interface Watcher {
  /** Watches these files too. */
  add(paths: readonly string[]): void;
  /** Resolves when nothing is watched any more and no rebuild is under way. */
  close(): Promise<void>;
}

export interface WatchOptions {
  /** The backend folder, and files outside of it. */
  readonly paths: readonly string[];
  /** Never rejects, and costs little when nothing has changed. */
  readonly rebuild: () => Promise<void>;
  /** Takes the first reason of each kind for which something cannot be watched. */
  readonly failed: (error: NodeJS.ErrnoException) => void;
}

/** Saving in an editor is several events. */
const SETTLE_MS = 25;

/**
 * Rebuilds when something below `paths` has changed: one build at a time, and a last one for the
 * latest. It also rebuilds once at the beginning, for what was saved before the watch was on.
 */
export async function rebuildOnSave({ paths, rebuild, failed }: WatchOptions): Promise<Watcher> {
  const loop = new RebuildLoop(rebuild);
  const known = new Set<unknown>();
  const watcher = new PathWatcher(
    paths,
    () => loop.request(),
    (error) => {
      // A limit that is reached is reached for thousands of files
      if (!known.has(error.code)) failed(error);
      known.add(error.code);
    },
  );
  await watcher.open();
  loop.request();
  return {
    add: (files) => watcher.add(files),
    async close() {
      await watcher.close();
      await loop.close();
    },
  };
}

class RebuildLoop {
  readonly #rebuild: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #building: Promise<void> | undefined;
  /** Something has changed since the build under way has begun. */
  #isOutdated = false;

  constructor(rebuild: () => Promise<void>) {
    this.#rebuild = rebuild;
  }

  request(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isOutdated = true;
      this.#building ??= this.#build();
    }, SETTLE_MS);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isOutdated = false;
    await this.#building;
  }

  async #build(): Promise<void> {
    while (this.#isOutdated) {
      this.#isOutdated = false;
      await this.#rebuild();
    }
    this.#building = undefined;
  }
}
