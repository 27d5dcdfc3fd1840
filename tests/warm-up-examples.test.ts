import assert from "node:assert/strict";
import { join } from "node:path";
import { type Backend, startBackend } from "queuerun/testing";
import { createExample } from "./support/doc-examples.ts";
import { type InstalledPackage, installPackage } from "./support/installed-package.ts";

/** The examples of the page as they are written, served. */
describe("docs/warm-up-and-concurrency.md", function () {
  this.timeout("2m");
  let installed: InstalledPackage;
  let backend: Backend | undefined;
  before(async () => {
    installed = await installPackage();
  });
  afterEach(() => backend?.close());

  async function serve(section: string): Promise<() => Promise<unknown>> {
    const folder = await createExample(installed, "docs/warm-up-and-concurrency.md", section);
    // One instance, so that what it has loaded stays the same
    const options = { reserved: 1, environment: { DB_URL: "db://shop" } };
    const started = await startBackend(join(folder, "backend"), options);
    backend = started;
    return async () => (await started.fetch("/")).json();
  }

  it("loads index.ts once, before the first request", async () => {
    const get = await serve("loading-once");
    const record = { url: "db://shop", sql: "SELECT * FROM table" };
    assert.deepEqual(await get(), { records: [{ ...record, queries: 1 }] });
    assert.deepEqual(await get(), { records: [{ ...record, queries: 2 }] });
  });

  it("awaits warmup before the first request, once, and its exports are live", async () => {
    const get = await serve("warming-up");
    assert.deepEqual(await get(), { currency: "EUR", finds: 1 });
    assert.deepEqual(await get(), { currency: "EUR", finds: 1 });
  });
});
