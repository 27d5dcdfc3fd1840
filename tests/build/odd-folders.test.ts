import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, realpath, symlink, truncate, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { readBackend } from "../../build/read-backend.ts";
import { BackendError, type Problem } from "../../manifest/problem.ts";
import { createBackend } from "../support/backend-files.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

const ROUTE = "export const get = () => 1;\n";

/** File systems of macOS take two cases, or two ways to write a letter, for one name, and UTF-8 alone. */
const IS_LINUX = process.platform === "linux";

describe("a backend folder with oddities", () => {
  let project: TemporaryFolder;
  let backend: string;
  beforeEach(async () => {
    project = await createBackend({ "api/index.ts": ROUTE });
    backend = join(project.path, "backend");
  });
  afterEach(() => project.remove());

  async function routes(): Promise<readonly string[]> {
    return (await buildBackend(backend)).manifest.routes.map(({ path }) => path);
  }

  async function problems(): Promise<readonly Problem[]> {
    const error: unknown = await buildBackend(backend).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof BackendError, String(error));
    return error.problems;
  }

  it("builds what symbolic links lead to, inside and outside of it", async () => {
    await mkdir(join(project.path, "shared"));
    await writeFile(join(project.path, "shared/status.ts"), ROUTE);
    await symlink("index.ts", join(backend, "api/other.ts"));
    await symlink("../../shared/status.ts", join(backend, "api/outside.ts"));
    await symlink("../../shared", join(backend, "api/folder"));
    assert.deepEqual(await routes(), ["/", "/other", "/outside", "/folder/status"]);
  });

  it("takes names for what they are: long ones, those of Object.prototype, apostrophes", async () => {
    const names = ["a".repeat(200), "constructor", "o'neil", "toString"];
    for (const name of names) await writeFile(join(backend, `api/${name}.ts`), ROUTE);
    assert.deepEqual(await routes(), ["/", ...names.map((name) => `/${name}`)]);
  });

  if (IS_LINUX) {
    it("tells routes apart that differ in case", async () => {
      for (const name of ["Users", "users"])
        await writeFile(join(backend, `api/${name}.ts`), ROUTE);
      assert.deepEqual(await routes(), ["/", "/Users", "/users"]);
    });

    it("names both files of a route that differs only in how Unicode writes it", async () => {
      await writeFile(join(backend, "api/\u00e9.ts"), ROUTE);
      await writeFile(join(backend, "api/e\u0301.ts"), ROUTE);
      assert.deepEqual(await problems(), [
        {
          file: "api/\u00e9.ts",
          message: '"api/e\u0301.ts" and "api/\u00e9.ts" are both the route "/\u00e9"',
          fix: "Delete or rename one of them",
        },
      ]);
    });
  }

  it("refuses names that no import can name", async () => {
    const names = ["a\nb.ts", 'a"b.ts', "a\\b.ts"];
    for (const name of names) await writeFile(join(backend, "api", name), ROUTE);
    if (IS_LINUX) {
      const bytes = Buffer.from([0x61, 0xff, 0x2e, 0x74, 0x73]);
      await writeFile(Buffer.concat([Buffer.from(join(backend, "api/")), bytes]), ROUTE);
      names.push("a\ufffd.ts");
    }
    const message = "The name has a character that no import can name";
    const fix = 'Leave out control characters, " and \\, and what is no UTF-8';
    assert.deepEqual(
      await problems(),
      names.toSorted().map((name) => ({ file: `api/${name}`, message, fix })),
    );
  });

  it("refuses what is neither a file nor a folder, and does not wait for it", async () => {
    execFileSync("mkfifo", [join(backend, "api/pipe.ts"), join(backend, ".env")]);
    await symlink("/dev/zero", join(backend, "api/zero.ts"));
    const message = "It is neither a file nor a folder";
    assert.deepEqual(
      await problems(),
      [".env", "api/pipe.ts", "api/zero.ts"].map((file) => ({
        file,
        message,
        fix: "Put a file in its place",
      })),
    );
  });

  it("refuses an import of such a thing, from other folders too, and does not wait for it", async () => {
    await mkdir(join(backend, "lib"));
    execFileSync("mkfifo", [join(backend, "lib/pipe.ts")]);
    await symlink("/dev/zero", join(backend, "lib/zero.ts"));
    await writeFile(join(backend, "lib/shared.ts"), 'import "./pipe.ts";\n');
    await writeFile(join(backend, "api/a.ts"), `import "../lib/shared.ts";\n${ROUTE}`);
    await writeFile(join(backend, "api/b.ts"), `${ROUTE}import "../lib/zero.ts";\n`);
    const zero = relative(await realpath(backend), "/dev/zero");
    const reason = "it is neither a file nor a folder";
    const fix = "Put a file in its place";
    assert.deepEqual(await problems(), [
      {
        ...{ file: "api/b.ts", line: 2, column: 8, endColumn: 24 },
        ...{ message: `Cannot import "${zero}": ${reason}`, fix },
      },
      {
        ...{ file: "lib/shared.ts", line: 1, column: 8, endColumn: 19 },
        ...{ message: `Cannot import "lib/pipe.ts": ${reason}`, fix },
      },
    ]);
  });

  it("refuses files that no package can hold, and does not read them", async () => {
    for (const file of ["api/huge.ts", ".env.production"]) {
      await writeFile(join(backend, file), "");
      await truncate(join(backend, file), 3 * 2 ** 30);
    }
    const message = "The file has 3072 MB, at most 50: no package can hold it";
    const fix = "Store it elsewhere, and read it when the code runs";
    assert.deepEqual(await problems(), [
      { file: ".env.production", message, fix },
      { file: "api/huge.ts", message, fix },
    ]);
  });

  it("refuses code that is nested too deep, and does not compile it for hours", async () => {
    const file = "api/deep.ts";
    await writeFile(join(backend, file), `export const get = ${"a=>".repeat(20_000)}a;`);
    assert.deepEqual(await problems(), [
      {
        file,
        message: "The code is nested too deep to be read",
        fix: "Move data into a JSON file, and import it",
      },
    ]);
  });

  it("says which files may not be read", async () => {
    const files = [".env", "api/closed.ts"];
    for (const file of files) {
      await writeFile(join(backend, file), "");
      await chmod(join(backend, file), 0);
    }
    await chmod(project.path, 0o755);
    const { problems } = await asNobody(() => readBackend(backend));
    assert.deepEqual(
      problems.filter(({ file }) => files.includes(file ?? "")),
      ["api/closed.ts", ".env"].map((file) => ({ file, message: "Cannot read the file: EACCES" })),
    );
  });
});

/** Root may read everything: gives its rights up for as long as `run` takes. */
async function asNobody<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await run();
  process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}
