import assert from "node:assert/strict";
import { mkdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { discoverFiles } from "../../manifest/discover.ts";
import { createBackend } from "../support/backend-files.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

describe("discoverFiles()", () => {
  let project: TemporaryFolder;
  let backend: string;
  beforeEach(async () => {
    project = await createBackend({
      "index.ts": "",
      ".env.production": "",
      ".hidden.ts": "",
      "api/users/[id].ts": "",
      "api/users.ts": "",
      "api/node_modules/x/index.ts": "",
      "api/.git/config": "",
      "api/.well-known/security.txt.ts": "",
      "queues/email.ts": "",
      "lib/db.ts": "",
      "node_modules/x/index.ts": "",
    });
    backend = join(project.path, "backend");
  });
  afterEach(() => project.remove());

  it("lists the root, api/ and queues/, sorted, without what is hidden", () => {
    assert.deepEqual(discoverFiles(backend), {
      files: [
        ".env.production",
        "api/.well-known/security.txt.ts",
        "api/users.ts",
        "api/users/[id].ts",
        "index.ts",
        "queues/email.ts",
      ],
      folders: ["api", "lib", "queues"],
      problems: [],
    });
  });

  it("follows symbolic links to files and folders", async () => {
    await symlink("../lib/db.ts", join(backend, "api", "linked.ts"));
    await symlink("../queues", join(backend, "api", "jobs"));
    const { files } = discoverFiles(backend);
    assert.deepEqual(
      files.filter((file) => /linked|jobs/.test(file)),
      ["api/jobs/email.ts", "api/linked.ts"],
    );
  });

  it("reports links that lead nowhere, or in a circle", async () => {
    await symlink("../nowhere.ts", join(backend, "api", "broken.ts"));
    await symlink("circle.ts", join(backend, "queues", "circle.ts"));
    const fix = "Point it to a file or folder that exists, or delete it";
    assert.deepEqual(discoverFiles(backend).problems, [
      { file: "api/broken.ts", message: "Cannot follow the symbolic link: ENOENT", fix },
      { file: "queues/circle.ts", message: "Cannot follow the symbolic link: ELOOP", fix },
    ]);
  });

  it("reports links to folders they are in, and does not follow them", async () => {
    await symlink("..", join(backend, "api/users/up"));
    await symlink("../..", join(backend, "api/project"));
    await mkdir(join(backend, "shared"));
    await symlink("../shared", join(backend, "queues/shared"));
    await symlink("../queues", join(backend, "shared/back"));
    const message = "The symbolic link leads to a folder that it is in, without end";
    const fix = "Delete it, or point it to another folder";
    const { files, problems } = discoverFiles(backend);
    assert.deepEqual(
      problems.toSorted((a, b) => (String(a.file) < String(b.file) ? -1 : 1)),
      [
        { file: "api/project", message, fix },
        { file: "api/users/up", message, fix },
        { file: "queues/shared/back", message, fix },
      ],
    );
    assert.equal(files.length, 6);
  });

  it("reports a folder that cannot be read", async () => {
    await rename(backend, `${backend}_`);
    assert.deepEqual(discoverFiles(backend), {
      files: [],
      folders: [],
      problems: [
        {
          message: `Cannot read the folder "${backend}": ENOENT`,
          fix: "Let there be a folder that you may read",
        },
      ],
    });
  });
});
