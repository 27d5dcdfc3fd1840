import assert from "node:assert/strict";
import { USER_FILE } from "../../build/user-source.ts";

describe("USER_FILE", () => {
  it("is every absolute path without a folder named node_modules", () => {
    for (const path of [
      "/",
      "/dev/zero",
      "/home/ann/shop/api/a.ts",
      "/n/no/node/node_module/node_modules2/xnode_modules/a.ts",
      "C:\\shop\\api\\a.ts",
    ])
      assert.ok(USER_FILE.test(path), path);
    for (const path of [
      "/node_modules/a.js",
      "/shop/node_modules/a/b.js",
      "C:\\node_modules\\a.js",
    ])
      assert.ok(!USER_FILE.test(path), path);
  });
});
