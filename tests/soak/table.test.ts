import assert from "node:assert/strict";
import { createTable, findPromises, replaceTable } from "../../soak/table.ts";

const ROWS = [
  { promise: "no job is lost", done: "100 jobs", figures: "0 lost", held: true },
  { promise: "order is kept", done: "2 | 3\ngroups", figures: "1 out of order", held: false },
];
const TABLE = `| promise | what was done | figures |  |
| --- | --- | --- | --- |
| no job is lost | 100 jobs | 0 lost | held |
| order is kept | 2 / 3 groups | 1 out of order | **BROKEN** |`;
const PAGE = `# Reliability

<!-- table of npm run soak -->

old

<!-- end of the table -->

More.
`;

describe("createTable", () => {
  it("has a line for each promise", () => {
    assert.equal(createTable(ROWS), TABLE);
  });
});

describe("replaceTable", () => {
  it("leaves the rest of the page as it is", () => {
    assert.equal(replaceTable(PAGE, ROWS), PAGE.replace("old", TABLE));
  });

  it("is the same done twice", () => {
    const once = replaceTable(PAGE, ROWS);
    assert.equal(replaceTable(once, ROWS), once);
  });

  it("refuses a page without a place for it", () => {
    const message =
      'No place for the table: the page needs "<!-- table of npm run soak -->" and, below, "<!-- end of the table -->"';
    assert.throws(() => replaceTable("# Reliability\n", ROWS), { message });
  });
});

describe("findPromises", () => {
  it("returns the first column", () => {
    assert.deepEqual(findPromises(replaceTable(PAGE, ROWS)), ["no job is lost", "order is kept"]);
  });
});
