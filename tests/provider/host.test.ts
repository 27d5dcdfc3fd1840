import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProvider } from "../../provider/host.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";

/** Starts the plugin, and tells what it has loaded. */
const START = `
  import { Module } from "node:module";
  import { createProvider } from "./provider/host.ts";
  import { main } from "@pulumi/pulumi/provider/index.js";
  const { log } = console;
  console.log = () => {};
  await main(createProvider(), ["127.0.0.1:1"]);
  log(JSON.stringify(Object.keys(Module._cache)));
  process.exit();
`;

describe("the component provider", () => {
  it("serves the schema of the package, and its version", () => {
    const { version, schema } = createProvider();
    assert.equal(schema, readFileSync(join(PROJECT, "schema.json"), "utf8"));
    assert.equal(version, JSON.parse(schema ?? "").version);
  });

  it("loads no component before one is made, and so starts fast", async () => {
    const args = ["--conditions=queuerun-source", "--input-type=module", "--eval", START];
    const { stdout, stderr } = await runCommand(process.execPath, args, { cwd: PROJECT });
    assert.equal(stderr, "");
    const loaded = JSON.parse(stdout) as string[];
    assert.ok(loaded.length > 0);
    assert.deepEqual(
      loaded.filter((path) => path.includes("@pulumi/aws")),
      [],
    );
  });

  it("refuses a component that it does not have", async () => {
    const { construct } = createProvider();
    await assert.rejects(async () => construct?.("x", "queuerun:index:Socket", {}, {}), {
      message: 'queuerun has no component "queuerun:index:Socket"',
    });
  });
});
