import assert from "node:assert/strict";
import { findOutsideFiles } from "../../build/outside-files.ts";

describe("findOutsideFiles", () => {
  it("finds shared code, and neither the backend's own nor packages", () => {
    const input = { bytes: 1, imports: [] };
    const inputs = {
      "queuerun:index.mjs": input,
      "api/index.ts": input,
      "../lib/money.ts": input,
      "../../node_modules/left-pad/index.js": input,
      "../../shared/..names.ts": input,
    };
    assert.deepEqual(findOutsideFiles("/project/shop/backend", { inputs, outputs: {} }), [
      "/project/shop/lib/money.ts",
      "/project/shared/..names.ts",
    ]);
  });
});
