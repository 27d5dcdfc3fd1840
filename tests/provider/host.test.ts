import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProvider } from "../../provider/host.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";

/** Starts the plugin, and tells what that took. */
const START = `
  import { Module } from "node:module";
  import { createProvider } from "./provider/host.ts";
  import { main } from "@pulumi/pulumi/provider/index.js";
  const { log } = console;
  console.log = () => {};
  await main(createProvider(), ["127.0.0.1:1"]);
  const { user, system } = process.cpuUsage();
  const loaded = Object.keys(Module._cache);
  log(JSON.stringify({ milliseconds: (user + system) / 1000, loaded }));
  process.exit();
`;

describe("the component provider", () => {
  it("serves the schema of the package, and its version", () => {
    const { version, schema } = createProvider();
    assert.equal(schema, readFileSync(join(PROJECT, "schema.json"), "utf8"));
    assert.equal(version, JSON.parse(schema ?? "").version);
  });

  it("starts fast: it loads no component before one is made", async function () {
    this.timeout("1m");
    const args = ["--conditions=queuerun-source", "--input-type=module", "--eval", START];
    const runs = [];
    for (let run = 0; run < 3; run++) {
      const { stdout, stderr } = await runCommand(process.execPath, args, { cwd: PROJECT });
      assert.equal(stderr, "");
      runs.push(JSON.parse(stdout) as { milliseconds: number; loaded: string[] });
    }
    const [first] = runs;
    assert.deepEqual(
      first?.loaded.filter((path) => path.includes("@pulumi/aws")),
      [],
    );
    // Of the processor: whatever else the machine is doing
    const fastest = Math.min(...runs.map(({ milliseconds }) => milliseconds));
    assert.ok(fastest <= 600, `It takes ${fastest} ms to start`);
  });

  it("refuses a component that it does not have", async () => {
    const { construct } = createProvider();
    await assert.rejects(async () => construct?.("x", "queuerun:index:Socket", {}, {}), {
      message: 'queuerun has no component "queuerun:index:Socket"',
    });
  });
});
