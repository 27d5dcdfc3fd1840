import assert from "node:assert/strict";
import { BatchScale } from "../../dev/batch-scale.ts";

describe("BatchScale", () => {
  let now = 0;
  const at = (scale: BatchScale, seconds: number) => {
    now = seconds * 1000;
    return scale.grow();
  };

  it("adds 5 batches a second while messages wait, up to 1,250", () => {
    const scale = new BatchScale(5, () => now);
    assert.deepEqual(
      [10, 10.1, 10.2, 11, 70, 3_600].map((seconds) => at(scale, seconds)),
      [5, 5, 6, 10, 305, 1_250],
    );
  });

  it("begins anew once the queue was empty", () => {
    const scale = new BatchScale(5, () => now);
    at(scale, 10);
    assert.equal(at(scale, 12), 15);
    scale.reset();
    assert.equal(at(scale, 20), 5);
  });
});
