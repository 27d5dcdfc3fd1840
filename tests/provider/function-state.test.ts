import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readFunctionState } from "../../provider/function-state.ts";

describe("readFunctionState", () => {
  const { warn } = console;
  const warnings: unknown[] = [];
  beforeEach(() => {
    console.warn = (...values) => warnings.push(values);
  });
  afterEach(() => {
    console.warn = warn;
  });

  it("says nothing of a function that the mocks of a unit test do not know", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
      call: ({ inputs }) => inputs,
    });
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    assert.equal(await readFunctionState("shop", parent), undefined);
    await pulumi.runtime.disconnect();
    assert.deepEqual(warnings, []);
  });
});
