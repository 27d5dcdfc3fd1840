import assert from "node:assert/strict";
import { measureGrowth } from "../../soak/warm/growth.ts";

describe("measureGrowth", () => {
  const noise = (index: number) => ((index * 7_919) % 101) * 1_000;
  const series = (bytesOf: (index: number) => number) =>
    Array.from({ length: 30 }, (_, index) => ({
      invocations: index * 1_000,
      bytes: 20_000_000 + bytesOf(index),
    }));

  it("is what leaks, through noise", () => {
    const growth = measureGrowth(series((index) => index * 100_000 + noise(index)));
    assert.ok(Math.abs(growth - 2_900_000) < 100_000, String(growth));
  });

  it("is next to nothing for noise, for one odd sample, and for a cache that fills", () => {
    for (const bytesOf of [
      noise,
      (index: number) => (index === 15 ? 50_000_000 : 0),
      (index: number) => (index < 3 ? 0 : 1_000_000),
    ])
      assert.ok(Math.abs(measureGrowth(series(bytesOf))) < 30_000);
  });
});
