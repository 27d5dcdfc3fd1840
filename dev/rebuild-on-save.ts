import { basename } from "node:path";

export interface Watcher {
  /** Resolves when nothing is watched any more and no rebuild is under way. */
  close(): Promise<void>;
}

export interface WatchOptions {
  /** The backend folder, and files outside of it. */
  readonly paths: readonly string[];
  /** Never rejects. */
  readonly rebuild: () => Promise<void>;
}

/** Saving in an editor is several events. */
const SETTLE_MS = 25;

/** Rebuilds when something below `paths` has changed: one build at a time, and a last one for the latest. */
export async function rebuildOnSave({ paths, rebuild }: WatchOptions): Promise<Watcher> {
  const { watch } = await import("chokidar");
  const watcher = watch([...paths], { ignored: isIgnored, ignoreInitial: true });
  let timer: NodeJS.Timeout | undefined;
  let building: Promise<void> | undefined;
  let isOutdated = false;
  const request = () => {
    clearTimeout(timer);
    timer = setTimeout(start, SETTLE_MS);
  };
  const start = () => {
    if (building !== undefined) {
      isOutdated = true;
      return;
    }
    building = rebuild().then(() => {
      building = undefined;
      if (isOutdated) start();
    });
    isOutdated = false;
  };
  watcher.on("all", request);
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  return {
    async close() {
      clearTimeout(timer);
      isOutdated = false;
      await watcher.close();
      await building;
    },
  };
}

/** What queuerun writes itself, and packages: they change by an install, not by a save. */
function isIgnored(path: string): boolean {
  return ["node_modules", ".queuerun", ".git"].includes(basename(path));
}
