import assert from "node:assert/strict";
import { measureByTurns, median, medians } from "../../bench/statistics.ts";

describe("measureByTurns", () => {
  async function measure(rounds: number) {
    const order: string[] = [];
    const subject = (name: string) => async () => order.push(name);
    const seen = await measureByTurns({ a: subject("a"), b: subject("b") }, rounds);
    return { order: order.join(""), seen };
  }

  it("gives each subject its turn in every round, and does not count the first", async () => {
    assert.deepEqual(await measure(2), {
      order: "ababab",
      seen: { a: [3, 5], b: [4, 6] },
    });
  });

  it("counts a single round", async () => {
    assert.deepEqual(await measure(1), { order: "ab", seen: { a: [1], b: [2] } });
  });
});

describe("medians", () => {
  it("takes the one in the middle of each", () => {
    assert.deepEqual(
      medians({ a: [3, 1, 2], b: [5] }, (value) => value),
      { a: 2, b: 5 },
    );
    assert.equal(median([4, 1, 3, 2]), 3);
  });
});
