import assert from "node:assert/strict";
import { mkdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { readBackend } from "../../build/read-backend.ts";
import {
  createTypes,
  generatedFolder,
  type TypedBackend,
  writeTypes,
  writeTypesConfig,
} from "../../build/types.ts";
import type { Manifest, Queue } from "../../manifest/manifest.ts";
import { BackendError } from "../../manifest/problem.ts";
import { createBackend, writeFiles } from "../support/backend-files.ts";
import { createQueue, createQueueManifest } from "../support/queue-manifest.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

const QUEUE = createQueue("email");
const BILLING = createQueue("billing.fifo", { file: "queues/billing.fifo.mts" });

describe("createTypes()", () => {
  it("declares each queue by its property, with the module that handles it", () => {
    const reports = { ...QUEUE, name: "daily-reports", file: "queues/daily-reports.tsx" };
    assert.equal(
      createTypes("../backend", createTyped({ queues: [BILLING, reports, QUEUE] })),
      `// Written by queuerun
import type {} from "queuerun/sdk";
declare module "queuerun/sdk" {
  interface Queues {
    "billing": { fifo: true; module: typeof import("../backend/queues/billing.fifo.mjs") };
    "daily-reports": { fifo: false; module: typeof import("../backend/queues/daily-reports.js") };
    "email": { fifo: false; module: typeof import("../backend/queues/email.js") };
  }
}
`,
    );
  });

  it("declares routes by path, the socket, and who sends requests", async () => {
    const project = await createBackend({
      "api/_middleware.ts": "export const authenticate = () => null;",
      "api/index.jsx": "export const get = () => null;",
      "api/files/[...path].cts": "export const get = () => null;",
      "socket/index.ts": "export default () => {};",
    });
    try {
      const backend = await readBackend(join(project.path, "backend"));
      assert.equal(
        createTypes("../backend", backend),
        `// Written by queuerun
import type {} from "queuerun/sdk";
declare module "queuerun/sdk" {
  interface Routes {
    "/": typeof import("../backend/api/index.js");
    "/files/[...path]": typeof import("../backend/api/files/[...path].cjs");
  }
  interface Sockets {
    default: typeof import("../backend/socket/index.js");
  }
  interface Auth {
    authenticate: typeof import("../backend/api/_middleware.js").authenticate;
  }
}
`,
      );
    } finally {
      await project.remove();
    }
  });

  it("leaves users as they are where authentication is switched off, or only for some routes", async () => {
    const project = await createBackend({
      "api/_middleware.ts": "export const authenticate = null;",
      "api/admin/_middleware.ts": "export const authenticate = () => null;",
    });
    try {
      const backend = await readBackend(join(project.path, "backend"));
      assert.doesNotMatch(createTypes("../backend", backend), /interface/);
    } finally {
      await project.remove();
    }
  });
});

describe("generatedFolder()", () => {
  let project: TemporaryFolder;
  before(async () => {
    project = await createBackend({ "api/index.ts": "" });
  });
  after(() => project.remove());

  it("is beside the nearest package.json", async () => {
    const backend = join(project.path, "backend");
    assert.equal(generatedFolder(backend), join(project.path, ".queuerun"));
    await mkdir(join(backend, "nested"));
    await writeFiles(backend, { "package.json": "{}" });
    assert.equal(generatedFolder(join(backend, "nested")), join(backend, ".queuerun"));
  });
});

describe("writeTypes()", () => {
  let project: TemporaryFolder;
  before(async () => {
    project = await createBackend({ "api/index.ts": "" });
  });
  after(() => project.remove());

  it("writes the types, the configuration that includes them, and keeps both out of git", async () => {
    await write([QUEUE]);
    const config = JSON.parse(await read("tsconfig.json"));
    assert.deepEqual(config.include, ["../backend", "./types.d.ts"]);
    assert.equal(config.compilerOptions.strict, true);
    assert.equal(await read(".gitignore"), "*\n");
    assert.match(await read("types.d.ts"), /"email": \{ fifo: false; module/);
  });

  it("writes a file only when its text changes", async () => {
    const old = new Date(2_000, 0);
    const types = join(project.path, ".queuerun", "types.d.ts");
    await write([QUEUE]);
    await utimes(types, old, old);
    await write([QUEUE]);
    assert.deepEqual((await stat(types)).mtime, old);
    await write([BILLING]);
    assert.notDeepEqual((await stat(types)).mtime, old);
  });

  it("reports that it cannot write, and why", async () => {
    const folder = join(project.path, ".queuerun");
    const refuse = (reason: string) =>
      assert.rejects(
        write([QUEUE]),
        new BackendError([
          {
            message: `Cannot write types for your editor to "${folder}": ${reason}`,
            fix: "Make it a folder that you may write to",
          },
        ]),
      );
    await rm(folder, { recursive: true });
    await mkdir(join(folder, "types.d.ts"), { recursive: true });
    await refuse("it has a folder where a file would be written (EISDIR)");
    await rm(folder, { recursive: true });
    await writeFiles(project.path, { ".queuerun": "" });
    await refuse("it is a file, not a folder (EEXIST)");
  });

  async function write(queues: readonly Queue[]): Promise<void> {
    await writeTypesConfig(join(project.path, "backend"));
    await writeTypes(join(project.path, "backend"), createTyped({ queues }));
  }

  function read(name: string): Promise<string> {
    return readFile(join(project.path, ".queuerun", name), "utf8");
  }
});

function createTyped({ queues }: Pick<Manifest, "queues">): TypedBackend {
  return { manifest: { ...createQueueManifest([]), queues }, modules: [] };
}
