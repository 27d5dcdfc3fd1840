import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { findNearest } from "../manifest/find-nearest.ts";
import type { Part } from "./part.ts";
import { PARTS } from "./parts.ts";
import { runParts } from "./run.ts";
import { createTable, replaceTable } from "./table.ts";

const HELP = `Puts the promises of reliability to the test, with faults and under load, and prints a table.

    npm run soak                        all of it: about 15 minutes
    npm run soak -- --quick             less of everything: about a minute
    npm run soak -- --only ${PARTS[0]?.name ?? "PART"}         one part: ${PARTS.map(({ name }) => name).join(", ")}
    npm run soak -- --json soak.json    writes the figures to a file as well
    npm run soak -- --write FILE        puts the table into a page, between its marks

Ends with 1 when a promise is broken, with 2 when it was asked for something else.
`;
/** On a machine that is not busy a run takes about half of it. */
const LIMIT_SECONDS = { quick: 300, full: 2400 };

const options = readOptions();
if (options.help) console.log(HELP);
else await run();

async function run(): Promise<void> {
  const isQuick = options.quick ?? false;
  const started = performance.now();
  const rows = await runParts(choose(options.only), {
    isQuick,
    limitSeconds: isQuick ? LIMIT_SECONDS.quick : LIMIT_SECONDS.full,
    progress: (line) => console.error(line),
  });
  console.log(createTable(rows));
  const { platform, arch, version } = process;
  const seconds = Math.round((performance.now() - started) / 1000);
  const machine = { platform, arch, version, cores: availableParallelism() };
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ ...machine, isQuick, seconds, rows })}\n`);
  if (options.write !== undefined)
    writeFileSync(options.write, replaceTable(readFileSync(options.write, "utf8"), rows));
  // A part that is stuck would keep the process
  process.exit(rows.every(({ held }) => held) ? 0 : 1);
}

function choose(only: string | undefined): readonly Part[] {
  return only === undefined ? PARTS : PARTS.filter(({ name }) => name === only);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: "boolean" },
        only: { type: "string" },
        json: { type: "string" },
        write: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    checkPart(values.only);
    if (values.only !== undefined && values.write !== undefined)
      refuse("--write needs all parts: leave --only away");
    return values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function checkPart(only: string | undefined): void {
  const names = PARTS.map(({ name }) => name);
  if (only === undefined || names.includes(only)) return;
  const nearest = findNearest(only, names);
  const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  refuse(`No part "${only}". Parts: ${names.join(", ")}.${hint}`);
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
