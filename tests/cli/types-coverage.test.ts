import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { findUncovered } from "../../cli/types-coverage.ts";
import { writeFiles } from "../support/backend-files.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

const TYPES = ".queuerun/types.d.ts";

describe("findUncovered()", () => {
  let project: TemporaryFolder;
  beforeEach(async () => {
    project = await createTemporaryFolder();
    await writeFiles(project.path, {
      "backend/api/index.ts": "export const get = () => null;",
      [TYPES]: "export {};",
    });
  });
  afterEach(() => project.remove());

  it("finds nothing where the compiler sees the types", async () => {
    for (const config of [
      { include: ["backend", TYPES] },
      { include: ["backend", ".queuerun/*"] },
      { files: [`./${TYPES}`] },
      { include: ["backend"], files: [TYPES] },
    ])
      await check(config, undefined);
  });

  it("names the line to add where folders with a dot are left out", async () => {
    await check({}, `Write there: "include": ["**/*","${TYPES}"]`);
    await check({ include: ["**/*.ts"] }, `Write there: "include": ["**/*.ts","${TYPES}"]`);
    await check({ include: [".queuerun"] }, `Write there: "include": [".queuerun","${TYPES}"]`);
    await check({ files: ["backend/api/index.ts"] }, `Write there: "include": ["${TYPES}"]`);
  });

  it("says so where they are excluded", async () => {
    await check(
      { include: [TYPES], exclude: [".queuerun"] },
      `Leave out of its "exclude" what matches ${TYPES}`,
    );
  });

  it("follows references to other configurations", async () => {
    await writeFiles(project.path, {
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.api.json" }] }),
      "tsconfig.api.json": JSON.stringify({ include: ["backend", TYPES] }),
    });
    assert.equal(find(), undefined);
  });

  it("says what cannot be read", async () => {
    await writeFiles(project.path, { "tsconfig.json": '{ "extends": "./no.json" }' });
    assert.match(find()?.message ?? "", /^Cannot tell whether the compiler sees .*no\.json/);
  });

  it("asks for a tsconfig.json where there is none", () => {
    assert.deepEqual(find(), {
      message: "There is no tsconfig.json: the compiler does not see the types",
      fix: 'Write one beside package.json: { "extends": "./.queuerun/tsconfig.json" }',
    });
  });

  function find() {
    return findUncovered(join(project.path, "backend"), join(project.path, TYPES));
  }

  /** Also holds the answer against the compiler's own. */
  async function check(config: object, fix: string | undefined): Promise<void> {
    await writeFiles(project.path, { "tsconfig.json": JSON.stringify(config) });
    assert.equal(find()?.fix, fix);
    const { fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, project.path);
    assert.equal(fileNames.includes(join(project.path, TYPES)), fix === undefined);
  }
});
