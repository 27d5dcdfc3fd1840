import { setTimeout as delay } from "node:timers/promises";
import { formatNumber } from "../figure.ts";
import { readTree } from "../memory.ts";
import type { Benchmark } from "../row.ts";
import { createQueuerunProject } from "./queuerun-project.ts";
import { startServer } from "./server.ts";

/** A backend with all that there can be: it needs all parts of the local cloud. */
const FILES = {
  "backend/api/index.ts": "export const get = () => ({ ok: true });\n",
  "backend/queues/email.ts": "export default async () => {};\n",
  "backend/socket/index.ts": "export default async () => {};\n",
  "backend/schedules/cleanup.ts":
    'export const schedule = "every day at 4:15";\nexport default async () => {};\n',
};
/** For what the start has left to be done with. */
const IDLE_MS = 3_000;

export const memory: Benchmark<"idle"> = {
  rows: {
    idle: {
      work: "Memory of an idle local cloud with one warm instance",
      against: "all processes (PSS)",
      unit: "MB",
      goal: { atMost: 200 },
    },
  },
  async measure() {
    const server = await startServer(await createQueuerunProject("idle", FILES), "/");
    try {
      await delay(IDLE_MS);
      const { proportional, resident } = readTree(server.pid);
      const details = `${proportional.map(formatNumber).join(" + ")} MB; RSS ${resident.map(formatNumber).join(" + ")} MB`;
      return { idle: { value: proportional.reduce((sum, one) => sum + one, 0), details } };
    } finally {
      await server.stop();
    }
  },
};
