import assert from "node:assert/strict";
import fc from "fast-check";
import { findFailedMessages } from "../../dev/batch-response.ts";

const IDS = ["a", "b", "c"];

function find(result: unknown): string[] {
  return [...findFailedMessages(JSON.stringify(result), IDS)];
}

describe("findFailedMessages", () => {
  it("returns the messages that are named", () => {
    assert.deepEqual(find({ batchItemFailures: [{ itemIdentifier: "b" }] }), ["b"]);
    const both = [{ itemIdentifier: "c" }, { itemIdentifier: "a" }, { itemIdentifier: "c" }];
    assert.deepEqual(find({ batchItemFailures: both }), ["c", "a"]);
  });

  it("takes an empty, null or absent list as a complete success", () => {
    const successes = [null, {}, { batchItemFailures: [] }, { batchItemFailures: null }, { a: 1 }];
    assert.deepEqual(successes.map(find), [[], [], [], [], []]);
  });

  it("takes a list that cannot be trusted as a complete failure", () => {
    const invalid = [
      { batchItemFailures: [{ itemIdentifier: "" }] },
      { batchItemFailures: [{ itemIdentifier: null }] },
      { batchItemFailures: [{ messageId: "a" }] },
      { batchItemFailures: [{ itemIdentifier: "unknown" }] },
      { batchItemFailures: [{ itemIdentifier: "a" }, "b"] },
      { batchItemFailures: "a" },
      "ok",
      1,
    ];
    assert.deepEqual(
      invalid.map(find),
      invalid.map(() => IDS),
    );
    assert.deepEqual([...findFailedMessages("{", IDS)], IDS);
  });

  it("never throws, and never names a message that is not in the batch", () => {
    const failures = fc.array(
      fc.oneof(fc.jsonValue(), fc.record({ itemIdentifier: fc.jsonValue() })),
    );
    const results = fc.oneof(fc.jsonValue(), fc.record({ batchItemFailures: failures }));
    fc.assert(
      fc.property(results, (result) => {
        assert.deepEqual(
          find(result).filter((id) => !IDS.includes(id)),
          [],
        );
      }),
    );
  });
});
