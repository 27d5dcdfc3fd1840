import assert from "node:assert/strict";
import { join } from "node:path";
import { createBackendReader } from "../../build/read-backend.ts";
import { createBackend, writeFiles } from "../support/backend-files.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

describe("createBackendReader()", () => {
  let project: TemporaryFolder;
  let backend: string;
  beforeEach(async () => {
    project = await createBackend({ "api/index.ts": "export const get = () => null;\n" });
    backend = join(project.path, "backend");
  });
  afterEach(() => project.remove());

  it("parses only what has changed since the last time", async () => {
    const files = ["api/index.ts", "api/other.ts"];
    await writeFiles(backend, { "api/other.ts": "export const get = () => 1;\n" });
    const reader = createBackendReader(backend);
    const first = await reader.read(files, discovered(files));
    await writeFiles(backend, { "api/other.ts": "export const put = () => 1;\n" });
    const second = await reader.read(files, discovered(files));
    assert.equal(second.modules[0], first.modules[0]);
    assert.deepEqual(
      second.manifest.routes.map(({ methods }) => methods),
      [["GET"], ["PUT"]],
    );
  });

  it("reports a file that is gone since it was listed", async () => {
    const files = ["api/gone.ts", "api/index.ts"];
    const { problems } = await createBackendReader(backend).read(files, discovered(files));
    assert.deepEqual(problems, [{ file: "api/gone.ts", message: "Cannot read the file: ENOENT" }]);
  });

  function discovered(files: readonly string[]) {
    return { files, folders: ["api"], problems: [] };
  }
});
