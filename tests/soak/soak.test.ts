import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PARTS } from "../../soak/parts.ts";
import type { PartRow } from "../../soak/run.ts";
import { createTable, findPromises } from "../../soak/table.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

function soak(...args: readonly string[]) {
  const command = ["run", "--silent", "soak", "--", ...args];
  return runCommand("npm", command, { cwd: PROJECT });
}

describe("npm run soak", () => {
  let folder: TemporaryFolder;
  before(async () => {
    folder = await createTemporaryFolder();
  });
  after(() => folder.remove());

  it("finds the promises of docs/reliability.md held, with less of everything", async function () {
    this.timeout("6m");
    const file = join(folder.path, "soak.json");
    const { code, stdout, stderr } = await soak("--quick", "--json", file);
    assert.equal(code, 0, `${stderr}\n${stdout}`);
    const { rows } = JSON.parse(await readFile(file, "utf8")) as { rows: readonly PartRow[] };
    const page = await readFile(join(PROJECT, "docs/reliability.md"), "utf8");
    assert.deepEqual(
      findPromises(page),
      rows.map(({ promise }) => promise),
    );
    assert.equal(stdout, `${createTable(rows)}\n`);
  });

  it("refuses a part that there is not", async () => {
    const names = PARTS.map(({ name }) => name).join(", ");
    const stderr = `No part "lod". Parts: ${names}. Did you mean "load"?\n`;
    assert.deepEqual(await soak("--only", "lod"), { code: 2, stdout: "", stderr });
  });
});
