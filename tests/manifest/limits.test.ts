import assert from "node:assert/strict";
import fc from "fast-check";
import {
  describeLimit,
  formatCount,
  formatQuantity,
  isWithinLimit,
  LIMITS,
} from "../../manifest/limits.ts";

describe("LIMITS", () => {
  it("names the page of AWS's documentation that each comes from", () => {
    const others = Object.values(LIMITS).filter(
      ({ source }) => !source.startsWith("https://docs.aws.amazon.com/"),
    );
    assert.deepEqual(others, []);
  });
});

describe("isWithinLimit()", () => {
  it("takes both ends, and fractions only where they make sense", () => {
    const { httpTimeout, delay } = LIMITS;
    assert.deepEqual(
      [0, 0.1, 0.5, 29, 29.1].map((value) => isWithinLimit(value, httpTimeout)),
      [false, true, true, true, false],
    );
    assert.deepEqual(
      [-1, 0, 0.5, 900, 901, Number.NaN].map((value) => isWithinLimit(value, delay)),
      [false, true, false, true, false, false],
    );
  });
});

describe("describeLimit()", () => {
  it("has the unit at the end, if there is one", () => {
    assert.equal(describeLimit(LIMITS.retention), "60 to 1,209,600 s");
    assert.equal(describeLimit(LIMITS.maximumConcurrency), "2 to 1,000");
    assert.equal(formatQuantity(10_240, LIMITS.memorySize), "10,240 MB");
  });
});

describe("formatCount()", () => {
  it("separates thousands, and leaves fractions alone", () => {
    assert.equal(formatCount(1234.5678), "1,234.5678");
  });

  it("agrees with the language's own formatting of integers", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        assert.equal(formatCount(value), value.toLocaleString("en-US"));
      }),
    );
  });
});
