import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fetchText } from "./fetch-text.ts";

/** A program that serves a project on this machine. */
export interface ServerCommand {
  readonly cwd: string;
  readonly file: string;
  readonly args: (ports: readonly [number, number]) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from its start to the first answer with 200. */
  readonly startMs: number;
  stop(): Promise<void>;
}

const POLL_MS = 5;
const LIMIT_MS = 60_000;
const GRACE_MS = 5_000;

/** Starts it, and asks for `path` until it answers. */
export async function startServer(command: ServerCommand, path: string): Promise<RunningServer> {
  const ports = [await findFreePort(), await findFreePort()] as const;
  const url = `http://127.0.0.1:${ports[0]}`;
  const started = performance.now();
  const child = spawn(command.file, [...command.args(ports)], {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    // Leads a process group of its own, as in a terminal
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      // The end says why it has failed
      output = (output + text).slice(-2_000);
    });
  const stop = () => stopGroup(child);
  while (!(await isAnswered(`${url}${path}`))) {
    if (child.exitCode !== null || performance.now() - started > LIMIT_MS) {
      await stop();
      throw new Error(`"${command.file}" does not answer:\n${output}`);
    }
    await delay(POLL_MS);
  }
  return { url, pid: child.pid ?? 0, startMs: performance.now() - started, stop };
}

async function isAnswered(url: string): Promise<boolean> {
  return (await fetchText(url).catch(() => undefined))?.status === 200;
}

/** As Ctrl-C does; what does not heed it is killed. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGINT");
  const timer = setTimeout(() => process.kill(-Number(child.pid), "SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(timer);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port");
  return address.port;
}
