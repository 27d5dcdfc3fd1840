import assert from "node:assert/strict";
import { createRatio, formatCurve, formatNumber } from "../../bench/figure.ts";
import { createRows, type Row } from "../../bench/row.ts";
import { createReport, writeBetweenMarkers } from "../../bench/table.ts";

const ROW: Row = {
  benchmark: "cold",
  work: "Cold start",
  against: "over a bare handler",
  unit: "x",
  goal: { atMost: 1.15 },
  value: 1.1,
  details: "35.2 / 32.0 ms",
};

describe("createReport", () => {
  it("says how figures were measured, and marks those that miss their goal", () => {
    const conditions = {
      command: "npm run bench",
      date: "2026-11-26",
      machine: "linux x64, 2 cores",
      versions: "Node 24.21.0",
    };
    const rows: Row[] = [
      ROW,
      { ...ROW, value: 1.2 },
      { ...ROW, unit: "/s", goal: { atLeast: 720 }, value: 700, details: "" },
      { ...ROW, unit: "/s", goal: { atLeast: 720 }, value: 1720, details: "" },
      { ...ROW, goal: null },
    ];
    assert.equal(
      createReport(conditions, rows),
      `\`npm run bench\`, 2026-11-26, linux x64, 2 cores; Node 24.21.0.

| work | figure | goal | in detail |
| --- | --- | --- | --- |
| Cold start, over a bare handler | 1.10 x | at most 1.15 x | 35.2 / 32.0 ms |
| Cold start, over a bare handler | 1.20 x (missed) | at most 1.15 x | 35.2 / 32.0 ms |
| Cold start, over a bare handler | 700 /s (missed) | at least 720 /s |  |
| Cold start, over a bare handler | 1,720 /s | at least 720 /s |  |
| Cold start, over a bare handler | 1.10 x |  | 35.2 / 32.0 ms |`,
    );
  });
});

describe("createRows", () => {
  const { benchmark, value, details, ...spec } = ROW;
  const measured = { rows: { first: spec }, measure: async () => ({}) };

  it("joins what is known of a row with what was measured", () => {
    assert.deepEqual(createRows("cold", measured, { first: { value, details } }), [ROW]);
  });

  it("refuses a benchmark that has left out a row", () => {
    assert.throws(() => createRows("cold", measured, {}), {
      message: 'No figure for row "first" of "cold"',
    });
  });
});

describe("createRatio", () => {
  it("shows both figures, and those of others over the same base", () => {
    assert.deepEqual(createRatio(35.2, 32, "ms", { Hono: 64 }), {
      value: 1.1,
      details: "35.2 / 32.0 ms; Hono 64.0 ms (2.00x)",
    });
  });
});

describe("formatNumber", () => {
  it("writes three digits that mean something, and all before the point", () => {
    assert.deepEqual([0.256, 9.994, 32.04, 100.4, 12_345.6].map(formatNumber), [
      "0.26",
      "9.99",
      "32.0",
      "100",
      "12,346",
    ]);
  });
});

describe("formatCurve", () => {
  it("writes what was measured at each point", () => {
    assert.equal(formatCurve({ 50: 34.1, 500: 36.2 }, "ms"), "50: 34.1, 500: 36.2 ms");
  });
});

describe("writeBetweenMarkers", () => {
  it("replaces what stands between them", () => {
    const page = "# A\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nB\n";
    assert.equal(
      writeBetweenMarkers(page, "new"),
      "# A\n<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->\nB\n",
    );
  });

  it("refuses a page without them", () => {
    assert.throws(() => writeBetweenMarkers("# A\n", "new"), {
      message: 'No lines "<!-- bench: begin -->" and "<!-- bench: end -->" to write between',
    });
  });
});
