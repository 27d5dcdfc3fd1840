import assert from "node:assert/strict";
import { parseOptions } from "../../bench/options.ts";

describe("parseOptions", () => {
  it("measures everything, and prints it, without options", () => {
    assert.deepEqual(parseOptions([], ["cold", "warm"]), {
      quick: false,
      only: [],
      json: undefined,
      write: undefined,
    });
  });

  it("takes several names, apart or together", () => {
    const args = ["--quick", "--only", "cold,warm", "--only=size", "--json", "a.json"];
    assert.deepEqual(parseOptions([...args, "--write", "a.md"], ["cold", "warm", "size"]), {
      quick: true,
      only: ["cold", "warm", "size"],
      json: "a.json",
      write: "a.md",
    });
  });

  it("names what can be measured when it is asked for something else", () => {
    assert.throws(() => parseOptions(["--only", "could"], ["cold", "warm"]), {
      name: "TypeError",
      message: 'Unknown "could" for --only. Names: cold, warm',
    });
  });
});
