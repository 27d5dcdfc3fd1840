import assert from "node:assert/strict";
import { loadFauxqs } from "../../dev/load-fauxqs.ts";

describe("loadFauxqs", () => {
  it("leaves out that SQLite is experimental, and no other warning", async () => {
    const warnings: string[] = [];
    const { emitWarning } = process;
    process.emitWarning = (warning: string | Error) => void warnings.push(String(warning));
    try {
      await loadFauxqs(async () => {
        process.emitWarning("SQLite is an experimental feature and might change at any time");
        process.emitWarning("Other");
        return await import("fauxqs");
      });
      process.emitWarning("SQLite is an experimental feature, somewhere else");
    } finally {
      process.emitWarning = emitWarning;
    }
    assert.deepEqual(warnings, ["Other", "SQLite is an experimental feature, somewhere else"]);
  });
});
