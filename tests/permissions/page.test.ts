import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPermissionsTables } from "../support/permissions-tables.ts";
import { PROJECT } from "../support/source-file.ts";

/** The table that follows a mark such as `<!-- deploy -->`. */
const TABLE = /<!-- (\w+) -->\n\n((?:\|.*\n)+)/g;

describe("docs/permissions.md", () => {
  it("lists what the policies are", () => {
    const page = readFileSync(join(PROJECT, "docs", "permissions.md"), "utf8");
    const tables = [...page.matchAll(TABLE)].map(([, name, table]) => [name, table?.trimEnd()]);
    assert.deepEqual(Object.fromEntries(tables), createPermissionsTables());
  });
});
