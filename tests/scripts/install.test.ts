import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

describe("install", () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    await mkdir(join(folder.path, "scripts"));
    await cp(join(PROJECT, "scripts/install.mjs"), join(folder.path, "scripts/install.mjs"));
    await writePackage("1.0.0");
  });
  afterEach(() => folder.remove());

  async function writePackage(version: string): Promise<void> {
    const root = { name: "empty", version };
    const lock = { ...root, lockfileVersion: 3, requires: true, packages: { "": root } };
    await writeFile(join(folder.path, "package.json"), JSON.stringify(root));
    await writeFile(join(folder.path, "package-lock.json"), JSON.stringify(lock));
  }

  /** What it prints, without npm's own words, and how often it installed. */
  async function install(...args: string[]) {
    const { code, stdout, stderr } = await runCommand(
      process.execPath,
      ["scripts/install.mjs", ...args],
      { cwd: folder.path, env: { ...process.env, XDG_CACHE_HOME: join(folder.path, "cache") } },
    );
    return { code, stdout, titles: stderr.match(/^Install\w+ .+$/gm) ?? [], stderr };
  }

  it("installs once, and again only when the packages have changed", async () => {
    await mkdir(join(folder.path, "node_modules"));
    const [title, end = ""] = (await install()).titles;
    assert.equal(title, "Installing dependencies (the first time takes about a minute) ...");
    assert.match(end, /^Installed in \d+ s$/);
    const again = await install();
    assert.deepEqual([again.code, again.stdout, again.stderr], [0, "", ""]);
    await writePackage("2.0.0");
    assert.equal((await install()).titles.length, 2);
  });

  it("installs a package outside the checkout, once, and prints its folder", async () => {
    const first = await install(".");
    assert.equal(first.titles.length, 2);
    const target = first.stdout.trim();
    assert.equal(join(target, ".."), join(folder.path, "cache", "queuerun"));
    assert.ok(existsSync(join(target, "package-lock.json")));
    assert.ok(!existsSync(join(folder.path, "node_modules")));
    assert.deepEqual(await install("."), { ...first, titles: [], stderr: "" });
    await writePackage("2.0.0");
    assert.notEqual((await install(".")).stdout, first.stdout);
  });

  it("says what failed, and leaves nothing half installed", async () => {
    const unlocked = {
      name: "empty",
      version: "1.0.0",
      dependencies: { absent: "file:absent.tgz" },
    };
    await writeFile(join(folder.path, "package.json"), JSON.stringify(unlocked));
    const { code, stdout, stderr } = await install(".");
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^Cannot install: "npm install" ended with \d+ in .+$/m);
    assert.deepEqual(await readdir(join(folder.path, "cache", "queuerun")), []);
  });
});

describe("package-lock.json", () => {
  it("names no registry: packages come from the one that the machine uses", async () => {
    for (const folder of [".", "tests/ric", "tests/oldest-node"]) {
      const file = join(folder, "package-lock.json");
      const { packages } = JSON.parse(await readFile(join(PROJECT, file), "utf8"));
      const named = Object.entries(packages as Record<string, { resolved?: string }>)
        .filter(([, { resolved = "" }]) => resolved.includes(":"))
        .map(([path]) => path);
      assert.deepEqual(named, [], file);
    }
  });
});
