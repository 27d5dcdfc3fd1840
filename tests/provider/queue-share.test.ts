import assert from "node:assert/strict";
import fc from "fast-check";
import { shareConcurrency } from "../../provider/queue-share.ts";

describe("shareConcurrency", () => {
  it("gives a queue its own limit, and no other, while there is no reservation", () => {
    const queues = [queue("email", 5), queue("packing")];
    for (const reserved of ["off", 0] as const)
      assert.deepEqual(share(queues, reserved), {
        shares: { email: 5 },
        problems: [],
        warnings: [],
      });
  });

  it("divides what is left of a reservation after one instance for requests", () => {
    assert.deepEqual(share([queue("a"), queue("b"), queue("c")], 50).shares, {
      a: 16,
      b: 16,
      c: 16,
    });
    assert.deepEqual(share([queue("a", 20), queue("b"), queue("c")], 50).shares, {
      a: 20,
      b: 14,
      c: 14,
    });
    assert.deepEqual(share([queue("a")], 5_000).shares, { a: 1_000 });
  });

  it("refuses limits that are together more than the reservation, and shows the sum", () => {
    const { problems } = share([queue("a", 30), queue("b", 30), queue("c")], 50);
    assert.deepEqual(problems, [
      '"queuerun:reserved" is 50, must be at least the maximumConcurrency of the queues: 30 of "a" + 30 of "b" = 60',
    ]);
  });

  it("warns where AWS's least is too much", () => {
    const { shares, warnings } = share([queue("a"), queue("b")], 1);
    assert.deepEqual(shares, { a: 2, b: 2 });
    assert.deepEqual(warnings, [
      "Reserved concurrency is 1, but the queues may keep 4 instances busy, as AWS has no limit below 2 for a queue. Jobs that find no instance count as received all the same, and after maxReceives they are dead letters. Reserve 5 or more; for one job at a time use a FIFO queue with one group",
    ]);
    assert.deepEqual(share([], 1).warnings, []);
  });

  it("never lets queues take more than is reserved without a word", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 2, max: 1_000 })), { maxLength: 20 }),
        fc.integer({ min: 1, max: 2_000 }),
        (limits, reserved) => {
          const queues = limits.map((limit, index) => queue(String(index), limit));
          const { shares, problems, warnings } = share(queues, reserved);
          const total = Object.values(shares).reduce((sum, each) => sum + each, 0);
          assert.equal(problems.length + warnings.length > 0, total > reserved);
          assert.equal(Object.keys(shares).length, queues.length);
        },
      ),
    );
  });
});

function queue(name: string, maximumConcurrency: number | null = null) {
  return { name, maximumConcurrency };
}

function share(queues: Parameters<typeof shareConcurrency>[0], reserved: number | "off") {
  const { shares, ...rest } = shareConcurrency(queues, reserved, "queuerun:reserved");
  return { shares: Object.fromEntries(shares), ...rest };
}
