import assert from "node:assert/strict";
import { createLineOutput } from "../../cli/line-output.ts";

describe("line output", () => {
  it("prints what came in a moment with one write, in its order", async () => {
    const written = Promise.withResolvers<string>();
    const output = createLineOutput(written.resolve);
    output.print("a");
    output.print("b");
    assert.equal(await written.promise, "a\nb");
  });

  it("prints what is left when it is told to, once", () => {
    const written: string[] = [];
    const output = createLineOutput((text) => written.push(text));
    output.flush();
    output.print("a");
    output.flush();
    output.flush();
    assert.deepEqual(written, ["a"]);
  });
});
