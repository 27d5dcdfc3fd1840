/**
 * Measures how fast queuerun is, side by side with what a user would do without it, in one run.
 *
 *     npm run bench                 a table; about two minutes
 *     npm run bench -- --quick      fewer runs
 *     npm run bench -- --json       the same as JSON
 *
 * A missed goal is marked and nothing more: on a busy machine figures say little, and ratios more.
 */
import { measureDeployment } from "./deployment/measure.ts";
import { measurePluginStart } from "./plugin-start.ts";
import type { Benchmark, Row } from "./row.ts";

const BENCHMARKS: readonly Benchmark[] = [measurePluginStart, measureDeployment];
const RUNS = 5;
const QUICK_RUNS = 2;

const options = process.argv.slice(2);
const unknown = options.filter((option) => !["--quick", "--json"].includes(option));
if (unknown.length > 0) {
  console.error(`Unknown option "${unknown.join(" ")}". Options: --quick, --json`);
  process.exit(2);
}
const rows: Row[] = [];
for (const measure of BENCHMARKS)
  rows.push(...(await measure(options.includes("--quick") ? QUICK_RUNS : RUNS)));
const { platform, arch, version } = process;
if (options.includes("--json")) console.log(JSON.stringify({ platform, arch, version, rows }));
else console.log(createTable(rows));

function createTable(rows: readonly Row[]): string {
  const lines = rows.map(({ work, value, unit, goal, from }) => {
    const figure = `${value.toFixed(2)} ${unit}`;
    const mark = value <= goal ? "" : " (missed)";
    return `| ${work} | ${figure}${mark} | ${goal} ${unit} | ${from} |`;
  });
  return ["| work | median | goal | from |", "| --- | --- | --- | --- |", ...lines].join("\n");
}
