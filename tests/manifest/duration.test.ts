import assert from "node:assert/strict";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../manifest/duration.ts";

describe("parseDuration()", () => {
  it("takes seconds, and texts with a unit", () => {
    assert.deepEqual(
      [0, 1.5, "90s", "15m", "12h", "7d", "0.5h", "0.7m"].map(parseDuration),
      [0, 1.5, 90, 900, 43_200, 604_800, 1_800, 42],
    );
  });

  it("takes nothing else", () => {
    const others = [
      -1,
      Number.NaN,
      Infinity,
      "",
      "90",
      "90 s",
      "1w",
      "-1s",
      "1h30m",
      null,
      [90],
      {},
      `${"9".repeat(400)}s`,
    ];
    assert.deepEqual(
      others.map(parseDuration),
      others.map(() => null),
    );
  });
});

describe("formatDuration()", () => {
  it("uses the largest unit that leaves no rest", () => {
    assert.deepEqual(
      [0, 0.1, 59, 60, 90, 890, 900, 43_200, 86_400, 1_209_600].map(formatDuration),
      ["0", "0.1", "59", '"1m"', "90", "890", '"15m"', '"12h"', '"1d"', '"14d"'],
    );
  });

  it("is read as the same duration", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), (seconds) => {
        assert.equal(parseDuration(JSON.parse(formatDuration(seconds))), seconds);
      }),
    );
  });
});
