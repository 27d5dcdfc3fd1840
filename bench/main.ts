/**
 * Measures how fast queuerun is, side by side with what a user would do without it, in one run.
 *
 *     npm run bench                                  a table; about ten minutes
 *     npm run bench -- --quick                       fewer rounds; about two minutes
 *     npm run bench -- --only cold,warm              some of it
 *     npm run bench -- --json figures.json           the same as JSON, in a file
 *     npm run bench -- --write docs/performance.md   the same, between the markers of a page
 *
 * A missed goal is marked and nothing more: on a busy machine figures say little, and ratios more.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { BENCHMARKS } from "./benchmarks.ts";
import { describeMachine } from "./machine.ts";
import { type Options, parseOptions } from "./options.ts";
import { type Benchmark, createRows, EFFORTS, type Effort, type Row } from "./row.ts";
import { createReport, writeBetweenMarkers } from "./table.ts";

const options = readOptions();
if (options === undefined) process.exitCode = 2;
else await main(options);

function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2), Object.keys(BENCHMARKS));
  } catch (error) {
    console.error((error as Error).message);
    return undefined;
  }
}

async function main(options: Options): Promise<void> {
  const effort = options.quick ? EFFORTS.quick : EFFORTS.full;
  const chosen = Object.entries(BENCHMARKS).filter(
    ([name]) => options.only.length === 0 || options.only.includes(name),
  );
  const rows: Row[] = [];
  for (const [name, benchmark] of chosen) rows.push(...(await run(name, benchmark, effort)));
  const conditions = { command: describeCommand(options), ...(await describeMachine()) };
  const report = createReport(conditions, rows);
  console.log(report);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ ...conditions, rows }, null, 2)}\n`);
  if (options.write !== undefined) {
    const page = readFileSync(options.write, "utf8");
    writeFileSync(options.write, writeBetweenMarkers(page, report));
  }
}

/** What decides the figures: not the files that they are written to, which are the machine's own. */
function describeCommand({ quick, only }: Options): string {
  const flags = [
    ...(quick ? ["--quick"] : []),
    ...(only.length > 0 ? ["--only", String(only)] : []),
  ];
  return ["npm run bench", ...(flags.length > 0 ? ["--", ...flags] : [])].join(" ");
}

async function run(name: string, benchmark: Benchmark, effort: Effort): Promise<Row[]> {
  process.stderr.write(`${name} ... `);
  const started = performance.now();
  const figures = await benchmark.measure(effort);
  process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s\n`);
  return createRows(name, benchmark, figures);
}
