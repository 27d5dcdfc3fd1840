import assert from "node:assert/strict";
import { JobError } from "queuerun/sdk";
import { chooseRetryDelay } from "../../../runtime/queue/retry-delay.ts";

const error = new Error("No");

/** Delays after each of the first six receives. */
function delays(retryDelay: unknown, random: () => number = () => 0.5): number[] {
  return [1, 2, 3, 4, 5, 6].map((receivedCount) =>
    chooseRetryDelay(retryDelay, { error, receivedCount, maxReceives: 100 }, random),
  );
}

describe("chooseRetryDelay", () => {
  it("grows by default: 1, 5, 30, 120, 600 s, each up to a quarter less or more", () => {
    assert.deepEqual(delays(undefined), [1, 5, 30, 120, 600, 600]);
    assert.deepEqual(
      delays(undefined, () => 0),
      [1, 4, 23, 90, 450, 450],
    );
    assert.deepEqual(
      delays(undefined, () => 0.999),
      [1, 6, 37, 150, 750, 750],
    );
  });

  it("takes a number or a duration as it is", () => {
    assert.deepEqual(
      delays(0, () => 0),
      [0, 0, 0, 0, 0, 0],
    );
    assert.deepEqual(
      delays("15m", () => 0),
      [900, 900, 900, 900, 900, 900],
    );
    assert.deepEqual(delays(0.2), [1, 1, 1, 1, 1, 1]);
  });

  it("takes one value for each receive, of which the last repeats", () => {
    assert.deepEqual(delays([2, "1m", 3]), [2, 60, 3, 3, 3, 3]);
  });

  it("asks a function, with the receive count and the error", () => {
    const seen: unknown[] = [];
    const retryDelay = (receivedCount: number, error: unknown) => {
      seen.push(error);
      return receivedCount * 10;
    };
    assert.deepEqual(delays(retryDelay), [10, 20, 30, 40, 50, 60]);
    assert.deepEqual(new Set(seen), new Set([error]));
  });

  it("lets a JobError decide for itself", () => {
    const choose = (retry: string | number | false) =>
      chooseRetryDelay(
        5,
        { error: new JobError("No", { retry }), receivedCount: 1, maxReceives: 5 },
        () => 0,
      );
    assert.deepEqual([choose("60s"), choose(7), choose(false)], [60, 7, 5]);
  });

  it("keeps within the 12 hours that SQS allows from the receive", () => {
    assert.deepEqual(delays("2d"), Array(6).fill(42_300));
  });

  it("refuses what is no duration", () => {
    const forms = 'a number of seconds, or "90s", "15m", "12h", "7d"';
    assert.throws(() => delays(-1), {
      name: "TypeError",
      message: `"config.retryDelay" is -1, must be ${forms}`,
    });
    assert.throws(() => delays([]), {
      name: "TypeError",
      message: `"config.retryDelay" is undefined, must be ${forms}`,
    });
    const failure = {
      error: new JobError("No", { retry: "later" }),
      receivedCount: 1,
      maxReceives: 5,
    };
    assert.throws(() => chooseRetryDelay(1, failure), {
      name: "TypeError",
      message: `"retry" of JobError is "later", must be ${forms}`,
    });
  });
});
