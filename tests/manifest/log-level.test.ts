import assert from "node:assert/strict";
import { chooseLogLevel } from "../../manifest/log-level.ts";

describe("chooseLogLevel()", () => {
  it("is DEBUG for any value of the variable that does not say no", () => {
    const levels = ["1", "true", "app:*", "", "0", "False", "off", "no"].map((DEBUG) =>
      chooseLogLevel({ DEBUG }),
    );
    assert.deepEqual(levels, ["DEBUG", "DEBUG", "DEBUG", "INFO", "INFO", "INFO", "INFO", "INFO"]);
    assert.equal(chooseLogLevel({ NODE_DEBUG: "1" }), "INFO");
  });
});
