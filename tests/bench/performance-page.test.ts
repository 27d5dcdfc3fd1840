import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BENCHMARKS } from "../../bench/benchmarks.ts";
import { describeRow, MARKERS } from "../../bench/table.ts";
import { PROJECT } from "../support/source-file.ts";

describe("docs/performance.md", () => {
  it("has a row for all that npm run bench measures, in its order", () => {
    const page = readFileSync(join(PROJECT, "docs", "performance.md"), "utf8");
    const table = page.slice(page.indexOf(MARKERS.begin), page.indexOf(MARKERS.end));
    const cells = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell]) => cell);
    const rows = Object.values(BENCHMARKS).flatMap(({ rows }) => Object.values(rows));
    assert.deepEqual(cells, ["work", "---", ...rows.map(describeRow)]);
  });
});
