import assert from "node:assert/strict";
import { parseMemorySize } from "../../manifest/memory-size.ts";

describe("parseMemorySize()", () => {
  it("takes MB, and texts with a unit", () => {
    assert.deepEqual(
      [512, "512MB", "512 MB", "0.5GB", "10GB", "1.3GB"].map(parseMemorySize),
      [512, 512, 512, 512, 10_240, 1_331],
    );
  });

  it("takes nothing else", () => {
    const others = [
      -1,
      Number.NaN,
      "",
      "512",
      "512mb",
      "1TB",
      "GB",
      null,
      [512],
      {},
      `${"9".repeat(400)}MB`,
    ];
    assert.deepEqual(
      others.map(parseMemorySize),
      others.map(() => null),
    );
  });
});
