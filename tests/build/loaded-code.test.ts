import assert from "node:assert/strict";
import { join } from "node:path";
import { buildBackend } from "../../build/build.ts";
import { createBackend } from "../support/backend-files.ts";
import { packageTexts } from "../support/package-probe.ts";

const KB = 1024;

describe("What a package loads of queuerun's own code", () => {
  let files: Readonly<Record<string, string>>;
  before(async () => {
    const project = await createBackend({
      "api/index.ts": "export const get = () => ({ ok: true });\n",
      "queues/email.ts": "export default () => {};\n",
    });
    try {
      files = packageTexts(await buildBackend(join(project.path, "backend")));
    } finally {
      await project.remove();
    }
  });

  it("is 12 KB for a GET that answers with JSON, in two files", () => {
    const loaded = loadedFiles(files, ["index.mjs"]);
    assert.deepEqual(loaded, ["index.mjs", "queuerun/core.mjs"]);
    assertAtMost(sizeOf(files, loaded), 12 * KB);
  });

  it("is one file more for a request with a body or cookies, or an answer that is not small and plain", () => {
    assert.deepEqual(loadedFiles(files, ["queuerun/on-demand.mjs"]), [
      "queuerun/on-demand.mjs",
      "queuerun/core.mjs",
    ]);
    assertAtMost(sizeOf(files, ["queuerun/on-demand.mjs"]), 20 * KB);
  });

  it("is 60 KB in all for a job or a push", () => {
    const loaded = loadedFiles(files, ["index.mjs", "queuerun/queues.mjs"]);
    assert.deepEqual(loaded.filter(isNamed), [
      "index.mjs",
      "queuerun/core.mjs",
      "queuerun/queues.mjs",
      "queuerun/on-demand.mjs",
    ]);
    assertAtMost(sizeOf(files, loaded), 60 * KB);
  });
});

const STATIC_IMPORT = /(?:from|import)\s*"(\.[^"]+)"/g;

/** With all that they import, but for what is imported on demand. */
function loadedFiles(
  files: Readonly<Record<string, string>>,
  names: readonly string[],
): readonly string[] {
  const loaded = new Set<string>();
  const load = (name: string) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    for (const [, path = ""] of (files[name] ?? "").matchAll(STATIC_IMPORT))
      load(join(name, "..", path));
  };
  names.forEach(load);
  return [...loaded];
}

function isNamed(name: string): boolean {
  return !/chunk-|part-/.test(name);
}

function sizeOf(files: Readonly<Record<string, string>>, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + Buffer.byteLength(files[name] ?? ""), 0);
}

function assertAtMost(bytes: number, limit: number): void {
  assert.ok(bytes <= limit, `${bytes} bytes are loaded, at most ${limit}`);
}
