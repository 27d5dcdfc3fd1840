import assert from "node:assert/strict";
import { readFunction, readObject, readResource } from "./declarations.ts";
import { FUNCTIONS } from "./functions.ts";
import { createPackageSchema } from "./package-schema.ts";
import { RESOURCE_TYPES } from "./resource-types.ts";

describe("stand-in for AWS: declarations of @pulumi/aws", () => {
  it("reads properties, whether they may be left out, and nested types", () => {
    const { inputs, outputs } = readResource("aws:lambda/function:Function") ?? {};
    assert.deepEqual(inputs?.role, { type: { kind: "string" }, optional: false });
    assert.deepEqual(inputs?.runtime, { type: { kind: "string" }, optional: true });
    assert.deepEqual(inputs?.code, { type: { kind: "archive" }, optional: true });
    assert.deepEqual(inputs?.layers, {
      type: { kind: "array", items: { kind: "string" } },
      optional: true,
    });
    assert.deepEqual(inputs?.environment, {
      type: { kind: "object", name: "lambda.FunctionEnvironment" },
      optional: true,
    });
    assert.equal(inputs?.arn, undefined);
    assert.deepEqual(outputs?.arn, { type: { kind: "string" }, optional: false });
    assert.deepEqual(outputs?.description, { type: { kind: "string" }, optional: true });
    assert.deepEqual(readObject("lambda.FunctionEnvironment"), {
      variables: { type: { kind: "map", items: { kind: "string" } }, optional: true },
    });
    assert.equal(readResource("aws:lambda/nothing:Nothing"), undefined);
  });

  it("has every input that the stand-in models", () => {
    for (const { token, inputs } of RESOURCE_TYPES.values()) {
      const declared = readResource(token)?.inputs ?? {};
      const unknown = Object.keys(inputs).filter((name) => declared[name] === undefined);
      assert.deepEqual({ token, unknown }, { token, unknown: [] });
    }
  });

  it("has every function that the stand-in models", () => {
    for (const token of FUNCTIONS.keys())
      assert.ok(Object.keys(readFunction(token)?.outputs ?? {}).length > 0, token);
  });

  it("becomes a schema whose references all lead somewhere", () => {
    const schema = createPackageSchema([...RESOURCE_TYPES.keys()], [...FUNCTIONS.keys()]);
    const text = JSON.stringify(schema);
    const references = [...text.matchAll(/"\$ref":"#\/types\/([^"]+)"/g)].map(([, name]) => name);
    assert.ok(references.length > 50);
    for (const name of references) {
      const type = schema.types[name ?? ""] as { properties?: object } | undefined;
      assert.ok(Object.keys(type?.properties ?? {}).length > 0, name);
    }
  });
});
