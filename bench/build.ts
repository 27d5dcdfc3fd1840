import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../tests/support/run-command.ts";
import { formatNumber } from "./figure.ts";
import { createQueuerunProject } from "./local/queuerun-project.ts";
import type { ServerCommand } from "./local/server.ts";
import type { Benchmark } from "./row.ts";
import { median } from "./statistics.ts";

const TIME_REBUILD = fileURLToPath(new URL("time-rebuild.ts", import.meta.url));
const ROUTES = 200;
const QUEUES = 50;
const CHANGES = 11;

/** What `queuerun build` of the published package takes, and the build of `queuerun dev` on a save. */
export const build: Benchmark<"cold" | "change"> = {
  rows: {
    cold: {
      work: `Build of ${ROUTES} routes and ${QUEUES} queues, cold`,
      against: "`queuerun build` from its start to its end",
      unit: "s",
      goal: { atMost: 0.7 },
    },
    change: {
      work: `Build of ${ROUTES} routes and ${QUEUES} queues, after a change of one file`,
      against: "as `queuerun dev` does it",
      unit: "s",
      goal: { atMost: 0.2 },
    },
  },
  async measure({ longRounds }) {
    const command = await createQueuerunProject("built", createFiles(ROUTES, QUEUES));
    const times: number[] = [];
    for (let round = 0; round <= longRounds; round++) times.push(await measureBuild(command));
    const changes = await measureChanges(command);
    const seconds = (ms: readonly number[]) => median(ms) / 1000;
    return {
      cold: { value: seconds(times.slice(1)), details: `of ${longRounds} builds` },
      change: {
        value: seconds(changes),
        details: `of ${changes.length} changes, ${formatNumber(Math.min(...changes))} to ${formatNumber(Math.max(...changes))} ms`,
      },
    };
  },
};

/** A project with so many routes and queues, each in a file of its own. */
export function createFiles(routes: number, queues: number): Record<string, string> {
  const names = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  return {
    "backend/lib/orders.ts":
      "export const find = (id: string) => ({ id, at: new Date().toISOString() });\n",
    ...Object.fromEntries(
      names(routes).map((name) => [
        `backend/api/things${name}/[id].ts`,
        `import type { HttpRequest } from "queuerun/sdk";
import { find } from "../../lib/orders.ts";
export const config = { timeout: "5s" };
export const get = ({ params }: HttpRequest<"/things${name}/[id]">) => find(params.id);
`,
      ]),
    ),
    ...Object.fromEntries(
      names(queues).map((name) => [
        `backend/queues/work${name}.ts`,
        `import { find } from "../lib/orders.ts";
export const config = { timeout: "30s" };
export default async (job: { id: string }) => void find(job.id);
`,
      ]),
    ),
  };
}

/** Milliseconds of the command. */
export async function measureBuild({ file, cwd }: ServerCommand): Promise<number> {
  const started = performance.now();
  const { code, stderr } = await runCommand(file, ["build", "backend"], { cwd });
  if (code !== 0) throw new Error(`queuerun build has failed: ${stderr}`);
  return performance.now() - started;
}

async function measureChanges({ cwd }: ServerCommand): Promise<number[]> {
  const module = join(cwd, "..", "node_modules", "queuerun", "dist", "build", "build.js");
  const changed = join("backend", "api", "things0", "[id].ts");
  const args = [TIME_REBUILD, module, changed, String(CHANGES)];
  const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd });
  if (code !== 0) throw new Error(`A build has failed: ${stderr}`);
  return JSON.parse(stdout);
}
