import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createTemporaryFolder } from "../../tests/support/temporary-folder.ts";
import { formatNumber } from "../figure.ts";
import type { Benchmark } from "../row.ts";
import { median } from "../statistics.ts";
import { fetchText } from "./fetch-text.ts";
import { createQueuerunProject } from "./queuerun-project.ts";
import { startServer } from "./server.ts";

const RESERVED = 8;
const JOB_MS = 10;
/** What so many instances could do if there were nothing else to do. */
const BEST = (RESERVED * 1000) / JOB_MS;
const LIMIT_MS = 60_000;
const POLL_MS = 100;

const QUEUE = `import { appendFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
export const config = { batchSize: 1, maximumConcurrency: ${RESERVED} };
export default async () => {
  await setTimeout(${JOB_MS});
  const now = performance.timeOrigin + performance.now();
  appendFileSync(\`\${process.env.DONE}/\${process.pid}\`, \`\${now}\\n\`);
};
`;

const ROUTE = `import { queues } from "queuerun/sdk";
export const get = () => "ready";
export async function post({ query }) {
  await Promise.all(Array.from({ length: Number(query.count) }, () => queues.work.push({})));
  return "pushed";
}
`;

/** `queuerun dev` with a backlog of jobs that wait, one job to an invocation. */
export const jobs: Benchmark<"rate"> = {
  rows: {
    rate: {
      work: `Local queue: jobs of ${JOB_MS} ms, one at a time in each of ${RESERVED} instances`,
      against: `in percent of ${BEST}/s`,
      unit: "%",
      goal: { atLeast: 90 },
    },
  },
  async measure({ longRounds, loadSeconds }) {
    const { path: done, remove } = await createTemporaryFolder();
    const files = {
      "backend/.env": `DONE=${done}\n`,
      "backend/queues/work.ts": QUEUE,
      "backend/api/index.ts": ROUTE,
    };
    const command = await createQueuerunProject("jobs", files, ["--reserved", String(RESERVED)]);
    const server = await startServer(command, "/");
    try {
      const count = BEST * loadSeconds;
      const rates: number[] = [];
      // The first backlog starts the instances, and is not counted
      for (let round = 0; round <= longRounds; round++) {
        await fetchText(`${server.url}/?count=${count}`, { method: "POST" });
        const times = await waitForJobs(done, count * (round + 1));
        if (round > 0) rates.push(findRate(times.slice(-count)));
      }
      const rate = median(rates);
      const details = `${formatNumber(rate)} / ${BEST} jobs/s, in a backlog of ${count}`;
      return { rate: { value: (100 * rate) / BEST, details } };
    } finally {
      await server.stop();
      await remove();
    }
  },
};

/** Resolves to when each job was done, in milliseconds, sorted. */
async function waitForJobs(folder: string, count: number): Promise<number[]> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    const names = await readdir(folder);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    const times = texts.flatMap((text) => text.trim().split("\n").map(Number));
    if (times.length >= count) return times.sort((a, b) => a - b);
    if (performance.now() > end) throw new Error(`${times.length} of ${count} jobs are done`);
    await delay(POLL_MS);
  }
}

/** Jobs per second, without the first and the last tenth: then some instances have nothing to do. */
function findRate(times: readonly number[]): number {
  const skipped = Math.floor(times.length / 10);
  const middle = times.slice(skipped, -skipped);
  return ((middle.length - 1) * 1000) / ((middle.at(-1) ?? 0) - (middle[0] ?? 0));
}
