import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

const MAIN = ["--conditions=queuerun-source", "--", "bench/main.ts"];

describe("npm run bench", function () {
  // The first time it installs the peers
  this.timeout("3m");

  it("prints a row, and writes it to a file and into a page", async () => {
    const folder = await createTemporaryFolder();
    try {
      const [json, page] = [join(folder.path, "a.json"), join(folder.path, "a.md")];
      await writeFile(page, "<!-- bench: begin -->\n<!-- bench: end -->\n");
      const args = ["--quick", "--only", "size", "--json", json, "--write", page];
      const { code, stdout } = await run(args);
      assert.equal(code, 0);
      const { rows, ...conditions } = JSON.parse(await readFile(json, "utf8"));
      assert.deepEqual(Object.keys(conditions), ["command", "date", "machine", "versions"]);
      const [{ benchmark, value }, ...others] = rows;
      assert.deepEqual({ benchmark, others }, { benchmark: "size", others: [] });
      assert.ok(value > 1 && value < 100, `${value} KB`);
      assert.match(stdout, /^\| Code that every route loads, .* KB/m);
      assert.equal(
        await readFile(page, "utf8"),
        `<!-- bench: begin -->\n\n${stdout}\n<!-- bench: end -->\n`,
      );
    } finally {
      await folder.remove();
    }
  });

  it("says what is wrong with its options, in a line", async () => {
    assert.deepEqual(await run(["--fast"]), {
      code: 2,
      stdout: "",
      stderr: "Unknown option '--fast'\n",
    });
  });
});

function run(args: readonly string[]) {
  return runCommand(process.execPath, [...MAIN, ...args], { cwd: PROJECT });
}
