import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createSchema } from "../../scripts/schema/create-schema.ts";
import { PROJECT } from "../support/source-file.ts";

const schema = JSON.parse(readFileSync(join(PROJECT, "schema.json"), "utf8"));

describe("schema.json", () => {
  it("is what the sources say: npm run schema writes it", () => {
    assert.deepEqual(schema, JSON.parse(createSchema()));
  });

  it("declares the components, and the stack's configuration", () => {
    assert.deepEqual(Object.keys(schema.resources), [
      "queuerun:index:Backend",
      "queuerun:index:Permissions",
    ]);
    assert.deepEqual(Object.keys(schema.config.variables), ["reserved", "provisioned", "version"]);
  });

  it("has plain inputs where outputs of resources cannot be taken, and closed sets as enums", () => {
    const { inputProperties, requiredInputs, required } =
      schema.resources["queuerun:index:Backend"];
    assert.deepEqual(requiredInputs, ["source"]);
    assert.equal(inputProperties.memorySize.plain, true);
    assert.equal(inputProperties.memorySize.type, "integer");
    assert.equal(inputProperties.environment.plain, undefined);
    assert.equal(inputProperties.architecture.$ref, "#/types/queuerun:index:Architecture");
    assert.deepEqual(
      schema.types["queuerun:index:Architecture"].enum.map(({ value }: { value: string }) => value),
      ["arm64", "x86_64"],
    );
    assert.ok(!required.includes("url"));
    assert.ok(required.includes("paused"));
  });
});
