import assert from "node:assert/strict";
import fc from "fast-check";
import { createLineIndex } from "../../build/line-index.ts";

describe("createLineIndex()", () => {
  it("gives lines and columns from one, and the end if it is on the same line", () => {
    const place = createLineIndex("ab\ncde\n");
    assert.deepEqual(place(0, 2), { line: 1, column: 1, endColumn: 3 });
    assert.deepEqual(place(4, 6), { line: 2, column: 2, endColumn: 4 });
    assert.deepEqual(place(4, 7), { line: 2, column: 2 });
    assert.deepEqual(place(7), { line: 3, column: 1 });
  });

  it("agrees with a count of the line ends before, at any offset", () => {
    const text = fc.array(fc.constantFrom("a", "\n", "\r\n", "é", "😀"), { maxLength: 50 });
    fc.assert(
      fc.property(text, fc.nat(60), (parts, number) => {
        const source = parts.join("");
        const offset = Math.min(number, source.length);
        const before = source.slice(0, offset).split("\n");
        assert.deepEqual(createLineIndex(source)(offset), {
          line: before.length,
          column: (before.at(-1) ?? "").length + 1,
        });
      }),
    );
  });
});
