/**
 * Shows in the local cloud what backend code may do in AWS, one case at a time:
 *
 *     npm run demo no-keys          nothing is granted
 *     npm run demo granted          policy.json is, and nothing else
 *     npm run demo other-queue      nor is what belongs to another backend
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

interface Demo {
  /** Of `queuerun dev`. */
  readonly options: readonly string[];
  readonly requests: readonly string[];
}

const GRANTED = ["--backend-policy", "policy.json"];
const DEMOS: Readonly<Record<string, Demo>> = {
  "no-keys": { options: [], requests: ["GET /buckets"] },
  granted: { options: GRANTED, requests: ["GET /letters", "DELETE /letters", "GET /buckets"] },
  "other-queue": { options: GRANTED, requests: ["POST /salaries"] },
};
/** Of the checkout. */
const QUEUERUN = ["--conditions=queuerun-source", "--", "../../cli/main.ts"];

const [name = ""] = process.argv.slice(2);
const demo = DEMOS[name];
if (demo === undefined) {
  console.error(`There is no demo "${name}". Demos: ${Object.keys(DEMOS).join(", ")}`);
  process.exitCode = 2;
} else await show(demo);

async function show({ options, requests }: Demo): Promise<void> {
  const args = ["dev", "backend", ...options];
  console.log(`queuerun ${args.join(" ")}`);
  const dev = spawn(process.execPath, [...QUEUERUN, ...args, "--port", "0"], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readUrl(createInterface(dev.stdout));
  for (const request of requests) await ask(url, request);
  dev.kill("SIGINT");
  await once(dev, "close");
}

async function readUrl(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [url] = /http:\S+(?= serves)/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error("queuerun dev has ended");
}

async function ask(url: string, request: string): Promise<void> {
  const [method = "", path = ""] = request.split(" ");
  const response = await fetch(url + path, { method });
  console.log(`${request}\n  ${response.status} ${await response.text()}`);
}
