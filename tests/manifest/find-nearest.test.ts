import assert from "node:assert/strict";
import { findNearest } from "../../manifest/find-nearest.ts";

describe("findNearest()", () => {
  const names = ["timeout", "batchSize", "batchWindow", "delay"];

  it("finds a name with a few letters wrong, or in another case", () => {
    assert.deepEqual(
      ["timeot", "Timeout", "batchsize", "batch_window", "dealy"].map((name) =>
        findNearest(name, names),
      ),
      ["timeout", "timeout", "batchSize", "batchWindow", "delay"],
    );
  });

  it("finds none where there is no likeness", () => {
    assert.equal(findNearest("memory", names), undefined);
    assert.equal(findNearest("x", ["y"]), undefined);
    assert.equal(findNearest("x", []), undefined);
    assert.equal(findNearest("x".repeat(1_000_000), names), undefined);
  });
});
