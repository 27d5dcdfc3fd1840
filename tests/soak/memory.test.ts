import assert from "node:assert/strict";
import { compareWindows } from "../../soak/memory.ts";

const MB = 1_048_576;

/** In megabytes. */
function measure(...heaps: readonly number[]) {
  return heaps.map((heap) => ({ heap: heap * MB, resident: 2 * heap * MB }));
}

describe("compareWindows", () => {
  it("leaves the warm-up out", () => {
    assert.deepEqual(compareWindows(measure(20, 30, 40, 41, 40, 42, 41, 41), 8), {
      isFlat: true,
      figures: "heap 41 to 41 MB, resident 82 to 82 MB",
    });
  });

  it("finds what grows on", () => {
    assert.deepEqual(compareWindows(measure(20, 30, 40, 41, 45, 47, 50, 52), 8), {
      isFlat: false,
      figures: "heap 41 to 52 MB, resident 82 to 104 MB",
    });
  });

  it("takes too few measurements for none", () => {
    assert.equal(compareWindows(measure(40, 40, 40), 8).isFlat, false);
  });
});
