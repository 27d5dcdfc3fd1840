import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashZip } from "../../build/zip.ts";
import { storePackage } from "../../provider/package-archive.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

const DAY_MS = 24 * 60 * 60_000;

describe("storePackage", () => {
  let cache: TemporaryFolder;
  beforeEach(async () => {
    cache = await createTemporaryFolder();
  });
  afterEach(() => cache.remove());

  it("writes a package once, under a name made of its content", async () => {
    const zip = Buffer.from("one");
    const path = await storePackage({ zip, sha256: hashZip(zip) }, cache.path);
    assert.equal(
      path,
      join(
        cache.path,
        "packages",
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed.zip",
      ),
    );
    assert.deepEqual(await readFile(path), zip);
    const { ino } = await stat(path);
    assert.equal(await storePackage({ zip, sha256: hashZip(zip) }, cache.path), path);
    assert.equal((await stat(path)).ino, ino);
    assert.deepEqual(await readdir(join(cache.path, "packages")), [path.slice(-68)]);
  });

  it("replaces what is not the package", async () => {
    const zip = Buffer.from("one");
    const path = await storePackage({ zip, sha256: hashZip(zip) }, cache.path);
    await writeFile(path, "cut off");
    await storePackage({ zip, sha256: hashZip(zip) }, cache.path);
    assert.deepEqual(await readFile(path), zip);
  });

  it("removes packages that have not been deployed for a month", async () => {
    const folder = join(cache.path, "packages");
    await mkdir(folder);
    const now = Date.now();
    for (const days of [29, 31]) {
      await writeFile(join(folder, `${days}.zip`), "old");
      const then = new Date(now - days * DAY_MS);
      await utimes(join(folder, `${days}.zip`), then, then);
    }
    const zip = Buffer.from("one");
    const path = await storePackage({ zip, sha256: hashZip(zip) }, cache.path);
    assert.deepEqual((await readdir(folder)).sort(), ["29.zip", path.slice(-68)]);
  });
});
