import assert from "node:assert/strict";
import fc from "fast-check";
import { parseQueueFile, QUEUE_NAME_LENGTH, queueKey } from "../../manifest/queue-name.ts";

describe("parseQueueFile()", () => {
  it("tells standard and FIFO queues apart", () => {
    assert.deepEqual(parseQueueFile("email.ts"), { name: "email", fifo: false });
    assert.deepEqual(parseQueueFile("billing.fifo.mts"), {
      name: "billing.fifo",
      fifo: true,
    });
  });

  it("takes a name of 45 characters, the prefix of physical names aside, and no more", () => {
    assert.equal(QUEUE_NAME_LENGTH, 45);
    assert.ok("name" in parseQueueFile(`${"q".repeat(45)}.ts`));
    assert.deepEqual(parseQueueFile(`${"q".repeat(41)}.fifo.ts`), {
      message:
        "The queue's name has 46 characters, at most 45: SQS allows 80, of which 35 are for the prefix that sets your app's queues apart",
      fix: "Choose a shorter name",
    });
  });

  it("makes either a name that SQS takes or an error of any file", () => {
    const part = fc.constantFrom("a", "Z", "0", "-", "_", ".", ".fifo", "/", " ", "é", "get");
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const parsed = parseQueueFile(`${parts.join("")}.ts`);
        if ("message" in parsed) assert.notEqual(parsed.fix, "");
        else {
          assert.match(parsed.name, /^[A-Za-z0-9_-]+(?:\.fifo)?$/);
          const key = queueKey(parsed.name);
          assert.equal(parsed.name, parsed.fifo ? `${key}.fifo` : key);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
