import assert from "node:assert/strict";
import { join } from "node:path";
import { buildBackend, createBuilder } from "../../build/build.ts";
import { BackendError } from "../../manifest/problem.ts";
import { createBackend, writeFiles } from "../support/backend-files.ts";
import { packageTexts } from "../support/package-probe.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

const ROUTE = "export const get = () => ({ ok: true });\n";
const QUEUE = "export default async function (payload: string) {\n  console.log(payload);\n}\n";

describe("createBuilder()", () => {
  let project: TemporaryFolder;
  beforeEach(async () => {
    project = await createBackend({ "api/index.ts": ROUTE, "queues/email.ts": QUEUE });
  });
  afterEach(() => project.remove());

  it("builds what has changed, and the same again from the same files", async () => {
    const folder = join(project.path, "backend");
    const builder = createBuilder(folder);
    try {
      const first = await builder.build();
      await writeFiles(folder, { "api/index.ts": 'export const get = () => "changed";\n' });
      const second = await builder.build();
      assert.match(Object.values(packageTexts(second)).join(), /"changed"/);
      await writeFiles(folder, { "api/index.ts": ROUTE });
      const third = await builder.build();
      assert.deepEqual([third.sha256, third.sizes], [first.sha256, first.sizes]);
      assert.equal((await buildBackend(folder)).sha256, first.sha256);
    } finally {
      await builder.dispose();
    }
  });

  it("builds one after the other when it is asked for more at a time", async () => {
    const folder = join(project.path, "backend");
    const builder = createBuilder(folder);
    try {
      await writeFiles(folder, { "api/bad.ts": "" });
      const failing = builder.build();
      await assert.rejects(failing, BackendError);
      await writeFiles(folder, { "api/bad.ts": ROUTE });
      const [first, second] = await Promise.all([builder.build(), builder.build()]);
      assert.equal(first.sha256, second.sha256);
    } finally {
      await builder.dispose();
    }
  });

  it("goes on after a problem, and with files that come and go", async () => {
    const folder = join(project.path, "backend");
    const builder = createBuilder(folder);
    try {
      await writeFiles(folder, { "api/new.ts": "export const get = () => {\n" });
      await assert.rejects(builder.build(), BackendError);
      await writeFiles(folder, {
        "api/new.ts": ROUTE,
        "queues/email.ts": "export default () => {};",
      });
      const { manifest } = await builder.build();
      assert.deepEqual(
        manifest.routes.map(({ path }) => path),
        ["/", "/new"],
      );
    } finally {
      await builder.dispose();
    }
  });
});
