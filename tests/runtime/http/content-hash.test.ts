import assert from "node:assert/strict";
import fc from "fast-check";
import { hashContent } from "../../../runtime/http/content-hash.ts";

describe("hashContent()", () => {
  it("is the same for the same content", () => {
    assert.equal(hashContent("hello"), hashContent("hello"));
  });

  it("differs for contents that are almost the same", () => {
    const hashes = new Set<string>();
    for (let number = 0; number < 200_000; number++) hashes.add(hashContent(`{"id":${number}}`));
    assert.equal(hashes.size, 200_000);
  });

  it("differs when one character changes or two change places", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2 }), fc.nat(), (text, at) => {
        const index = at % (text.length - 1);
        const [a = "", b = ""] = text.slice(index, index + 2);
        const swapped = text.slice(0, index) + b + a + text.slice(index + 2);
        const changed = text.slice(0, index) + (a === "x" ? "y" : "x") + text.slice(index + 1);
        if (swapped !== text) assert.notEqual(hashContent(swapped), hashContent(text));
        if (changed !== text) assert.notEqual(hashContent(changed), hashContent(text));
      }),
    );
  });
});
