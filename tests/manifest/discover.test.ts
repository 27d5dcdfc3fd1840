import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
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
});
