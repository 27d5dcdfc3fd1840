import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import { type StartedCommand, startCommand } from "../support/start-command.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

/** `--`: or Node would take options of a command for its own. */
const MAIN = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts")];

const FILES = {
  "package.json": '{ "type": "module" }',
  "backend/schedules/cleanup.ts": `
    export const schedule = "never";
    export default function cleanup({ name }: { name: string }) { console.log("Running", name); }`,
  "backend/schedules/report.ts": `
    export const schedule = "on the 1st of january at 4:15";
    export const timezone = "Europe/Berlin";
    export default function report() { throw new RangeError("No data"); }`,
};

describe("queuerun run", function () {
  this.timeout("1m");
  let folder: TemporaryFolder;
  let dev: StartedCommand;

  before(async () => {
    folder = await createTemporaryFolder();
    for (const [name, text] of Object.entries(FILES)) {
      const file = join(folder.path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const env = { ...process.env, PORT: "0" };
    dev = startCommand(process.execPath, [...MAIN, "dev"], { cwd: folder.path, env });
    await dev.waitFor(/Ctrl-C stops/);
  });
  after(async () => {
    await dev.stop();
    await folder.remove();
  });

  function run(...args: string[]) {
    return runCommand(process.execPath, [...MAIN, "run", ...args], { cwd: folder.path });
  }

  it("is told by queuerun dev, which says when schedules would run", () => {
    const output = dev
      .output()
      .replace(/http:\S+/, "URL")
      .replace(/\d{4}-01-01/, "YEAR-01-01");
    assert.equal(
      output.trim(),
      `URL serves 0 routes, 0 queues and 2 schedules

Schedules
  cleanup  300 s  by hand only              schedules/cleanup.ts
  report   300 s  15 4 1 1 * Europe/Berlin  schedules/report.ts

Next runs, if started with --schedules ("queuerun run cleanup" runs one now)
  cleanup  by hand only
  report   YEAR-01-01 04:15 (Europe/Berlin)

Concurrency: reserved off, provisioned off ("queuerun pause" holds everything)
Saving a file rebuilds. Ctrl-C stops.`,
    );
  });

  it("runs a schedule, waits for it, and says how long it took", async () => {
    const { code, stdout, stderr } = await run("cleanup");
    assert.deepEqual(
      [code, stdout.replace(/\d+ ms/, "N ms"), stderr],
      [0, 'Schedule "cleanup" has run, in N ms\n', ""],
    );
    await dev.waitFor(/Running cleanup/);
    const json = await run("cleanup", "--json");
    const { milliseconds, ...result } = JSON.parse(json.stdout);
    assert.deepEqual(
      [json.code, result, typeof milliseconds],
      [0, { status: "success" }, "number"],
    );
  });

  it("ends with the error of a schedule that fails, and its stack", async () => {
    const { code, stdout, stderr } = await run("report");
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(
      stderr,
      /^Schedule "report" failed:\nRangeError: No data\n {4}at .*report \(.*schedules\/report\.ts:4:/,
    );
    const json = await run("report", "--json");
    const { status, error } = JSON.parse(json.stdout);
    assert.deepEqual([json.code, status, error.errorMessage], [1, "error", "No data"]);
  });

  it("says which schedules there are when it does not know one", async () => {
    const { code, stderr } = await run("clenup");
    assert.deepEqual(
      [code, stderr],
      [1, 'No schedule "clenup". Schedules: cleanup, report. Did you mean "cleanup"?\n'],
    );
  });
});
