import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rebuildOnSave, type Watcher } from "../../dev/rebuild-on-save.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

describe("rebuildOnSave", () => {
  let folder: TemporaryFolder;
  let watcher: Watcher;
  /** `begin`, and `end` as the test allows it. */
  const builds = new EventEmitter<{ begin: [number]; end: [] }>();
  let count = 0;
  const failures: unknown[] = [];

  beforeEach(async () => {
    folder = await createTemporaryFolder();
    await mkdir(join(folder.path, "backend/node_modules/left-pad"), { recursive: true });
    await mkdir(join(folder.path, "backend/.queuerun"));
    count = 0;
    const begin = once(builds, "begin");
    watcher = await rebuildOnSave({
      paths: [join(folder.path, "backend"), join(folder.path, "local.env")],
      async rebuild() {
        const end = once(builds, "end");
        builds.emit("begin", ++count);
        await end;
      },
      failed: (error) => failures.push(error.code),
    });
    // The one at the beginning
    await begin;
    builds.emit("end");
  });
  afterEach(async () => {
    endAll();
    await watcher.close();
    builds.removeAllListeners();
    await folder.remove();
  });

  /** Ends the build under way, and each that will begin. */
  function endAll(): void {
    builds.on("begin", () => builds.emit("end"));
    builds.emit("end");
  }

  const save = (file: string, text = "x") => writeFile(join(folder.path, file), text);

  it("rebuilds when a file is saved, also a new one and one outside the folder", async () => {
    endAll();
    for (const file of ["backend/index.ts", "backend/index.ts", "local.env"]) {
      const begin = once(builds, "begin");
      await save(file);
      await begin;
    }
  });

  it("tells once of a kind that something cannot be watched, and watches the rest", async () => {
    endAll();
    const begin = once(builds, "begin");
    const path = join(folder.path, "x".repeat(300));
    watcher.add([`${path}1`, `${path}2`]);
    await save("backend/index.ts");
    await begin;
    assert.deepEqual(failures, ["ENAMETOOLONG"]);
  });

  it("builds once for several files, and once more for all that were saved meanwhile", async () => {
    const first = once(builds, "begin");
    await Promise.all([save("backend/a.ts"), save("backend/b.ts"), save("backend/c.ts")]);
    await first;
    const second = once(builds, "begin");
    await save("backend/a.ts", "2");
    await save("backend/b.ts", "2");
    // Long enough for the watcher to have seen them: the build under way is not joined by another
    await once(AbortSignal.timeout(200), "abort");
    assert.equal(count, 2);
    builds.emit("end");
    await second;
    builds.emit("end");
    assert.equal(count, 3);
  });

  it("goes on with what was moved away or deleted, and is back", async () => {
    endAll();
    const path = (name: string) => join(folder.path, name);
    /** Resolves when a build begins in which it is so. */
    const build = async (isSo: () => boolean) => {
      do await once(builds, "begin");
      while (!isSo());
    };
    for (const [name, file] of [
      ["backend", "backend/index.ts"],
      ["local.env", "local.env"],
    ] as const)
      for (const turn of [1, 2]) {
        await Promise.all([save(file, `old ${turn}`), build(() => existsSync(path(file)))]);
        const gone = build(() => !existsSync(path(file)));
        await rename(path(name), path("away"));
        await gone;
        const back = build(() => existsSync(path(file)));
        await rename(path("away"), path(name));
        await back;
        const saved = build(() => readFileSync(path(file), "utf8") === `new ${turn}`);
        await save(file, `new ${turn}`);
        await saved;
      }
  });

  it("takes no notice of installed packages and of what it has written itself", async () => {
    await save("backend/node_modules/left-pad/index.js");
    await save("backend/.queuerun/types.d.ts");
    const begin = once(builds, "begin");
    await once(AbortSignal.timeout(100), "abort");
    await save("backend/index.ts");
    assert.deepEqual(await begin, [2]);
  });
});
