import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../tests/support/run-command.ts";
import { createRatio, formatNumber } from "../figure.ts";
import type { Benchmark, Effort } from "../row.ts";
import { measureByTurns, median, medians } from "../statistics.ts";
import { fetchText } from "./fetch-text.ts";
import { createLocalProjects, type LocalProjects, PATH } from "./projects.ts";
import { createQueuerunProject } from "./queuerun-project.ts";
import { type RunningServer, type ServerCommand, startServer } from "./server.ts";

const LOAD_CLIENT = fileURLToPath(new URL("load-client.ts", import.meta.url));
const CLIENTS = 8;

/** `queuerun dev` of the published package, beside serverless-offline and Architect's sandbox. */
export const local: Benchmark<"start" | "p50" | "load" | "save"> = {
  rows: {
    start: {
      work: "Local cloud: start to first 200",
      against: "with everything installed",
      unit: "s",
      goal: { atMost: 1 },
    },
    p50: {
      work: "Local cloud: p50 of a small JSON route",
      against: "over serverless-offline",
      unit: "x",
      goal: { atMost: 1 },
    },
    load: {
      work: `Local cloud: requests/s with ${CLIENTS} clients`,
      against: "over serverless-offline",
      unit: "x",
      goal: { atLeast: 2 },
    },
    save: {
      work: "Local cloud: save of a file to new code served",
      against: "in an API of one route",
      unit: "ms",
      goal: { atMost: 300 },
    },
  },
  async measure(effort) {
    const projects = await createLocalProjects();
    try {
      return {
        start: await measureStarts(projects, effort),
        ...(await measureLoad(projects, effort)),
        save: await measureSave(effort),
      };
    } finally {
      await projects.remove();
    }
  },
};

async function measureStarts({ commands }: LocalProjects, { longRounds }: Effort) {
  const start = (command: ServerCommand) => async () => {
    const server = await startServer(command, PATH);
    await server.stop();
    return server.startMs / 1000;
  };
  const subjects = {
    queuerun: start(commands.queuerun),
    serverless: start(commands.serverless),
    architect: start(commands.architect),
  };
  const seconds = medians(await measureByTurns(subjects, longRounds), (value) => value);
  const { queuerun, serverless, architect } = seconds;
  const details = `serverless-offline ${formatNumber(serverless)} s; Architect ${formatNumber(architect)} s`;
  return { value: queuerun, details };
}

interface Load {
  readonly p50: number;
  readonly perSecond: number;
}

/** All servers run throughout, and have load by turns. */
async function measureLoad({ commands }: LocalProjects, { longRounds, loadSeconds }: Effort) {
  const servers: RunningServer[] = [];
  try {
    const start = async (command: ServerCommand) => {
      const server = await startServer(command, PATH);
      servers.push(server);
      return async () => ({
        one: await sendLoad(server.url, 1, loadSeconds),
        many: await sendLoad(server.url, CLIENTS, loadSeconds),
      });
    };
    const subjects = {
      queuerun: await start(commands.queuerun),
      serverless: await start(commands.serverless),
      architect: await start(commands.architect),
    };
    const seen = await measureByTurns(subjects, longRounds);
    const p50 = medians(seen, ({ one }) => one.p50);
    const rate = medians(seen, ({ many }) => many.perSecond);
    return {
      p50: createRatio(p50.queuerun, p50.serverless, "ms", { Architect: p50.architect }),
      load: createRatio(rate.queuerun, rate.serverless, "/s", { Architect: rate.architect }),
    };
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function sendLoad(url: string, clients: number, seconds: number): Promise<Load> {
  const args = [LOAD_CLIENT, `${url}${PATH}`, String(clients), String(seconds)];
  const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd: "/" });
  if (code !== 0) throw new Error(`The load client has failed: ${stderr}`);
  return JSON.parse(stdout);
}

async function measureSave({ rounds }: Effort) {
  const route = (version: number) => `export const get = () => "${version}";\n`;
  const command = await createQueuerunProject("saved", { "backend/api/index.ts": route(0) });
  const server = await startServer(command, "/");
  try {
    const times: number[] = [];
    for (let version = 1; version <= rounds; version++) {
      // The watch is on, and what the save before has started is over
      await delay(500);
      await writeFile(join(command.cwd, "backend", "api", "index.ts"), route(version));
      const saved = performance.now();
      while ((await fetchText(`${server.url}/`)).text !== String(version)) await delay(1);
      times.push(performance.now() - saved);
    }
    return { value: median(times), details: `of ${rounds} saves` };
  } finally {
    await server.stop();
  }
}
