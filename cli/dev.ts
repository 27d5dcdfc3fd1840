import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import type { Command } from "commander";
import type { Limits } from "../dev/limits.ts";
import type { LocalCloud } from "../dev/local-cloud.ts";
import type { Watcher } from "../dev/rebuild-on-save.ts";
import { type Concurrency, parseConcurrency } from "../manifest/concurrency.ts";
import { BackendError } from "../manifest/problem.ts";
import type { BackendPolicy } from "../permissions/backend-policy.ts";
import { findBackendFolder } from "./backend-folder.ts";
import { CommandError } from "./command-error.ts";
import { formatBanner } from "./dev-banner.ts";
import { formatUses } from "./dev-permissions.ts";
import { openSchedules } from "./dev-schedules.ts";
import { createLineOutput } from "./line-output.ts";
import { describeProblems } from "./report-problems.ts";
import { parseSocketTimers, type SocketTimers } from "./socket-timers.ts";
import { describeWatchError } from "./watch-error.ts";

interface DevOptions extends SocketTimers {
  readonly port?: string;
  readonly reserved?: string;
  readonly provisioned?: string;
  readonly envFile?: string;
  readonly schedules?: true;
  /** Path of a file. */
  readonly backendPolicy?: string;
  readonly permissions?: true;
}

const DEFAULT_PORT = "8000";
const { print, flush } = createLineOutput();

export function register(program: Command): void {
  program
    .command("dev")
    .description("run a backend on this machine, as AWS would, and rebuild it on save")
    .argument("[folder]", "the backend's folder (default: ./backend, or . if it is one)")
    .option("--port <number>", "port of the HTTP API, 0 for a free one (default: PORT, or 8000)")
    .option("--reserved <number>", 'reserved concurrency, 0 to pause (default: "off")')
    .option("--provisioned <number>", 'provisioned concurrency (default: "off")')
    .option("--env-file <file>", "environment variables (default: .env in the backend's folder)")
    .option("--schedules", "runs schedules when they are due (default: by hand only)")
    .option("--permissions", "at its end, prints what each tier of permissions has used")
    .option("--backend-policy <file>", "what the backend's own code may do in AWS, an IAM policy")
    .option("--socket-idle <time>", "closes a WebSocket without messages (default: 10m, as AWS)")
    .option("--socket-lifetime <time>", "closes a WebSocket in any case (default: 2h, as AWS)")
    .addHelpText(
      "after",
      `
Examples:
  queuerun dev                               run ./backend on port 8000
  queuerun dev services/shop --port 9000     run another folder on another port
  queuerun dev --provisioned 2               two instances are warm before the first request
  queuerun dev --reserved 0                  start paused: nothing runs, jobs stay in their queues
  queuerun dev --schedules                   schedules run when they are due
  queuerun dev --permissions                 Ctrl-C prints what each tier used and was denied
  queuerun dev --backend-policy policy.json  the backend's own code has a role with that policy
  queuerun dev --socket-lifetime 30s         see what clients do when AWS closes their WebSocket`,
    )
    .action(dev);
}

async function dev(given: string | undefined, options: DevOptions): Promise<void> {
  const cwd = process.cwd();
  const folder = findBackendFolder(given, cwd);
  const port = parsePort(options.port ?? process.env.PORT ?? DEFAULT_PORT);
  const concurrency = parseOptions(options);
  const limits = parseSocketTimers(options);
  const envFile = findEnvFile(folder, cwd, options.envFile);
  const backendPolicy = await readBackendPolicy(options.backendPolicy, cwd);
  // Until everything has started, what has is ended by its "exit" listeners
  const signals = new Signals(() => process.exit(0));
  process.once("exit", flush);
  const token = randomBytes(32).toString("base64url");
  const cloud = await start({
    ...{ folder, port, concurrency, limits, envFile, token },
    ...(backendPolicy && { backendPolicy }),
  }).catch(async (error: unknown) => {
    throw await explain(error, folder, port);
  });
  const { writeDevFile } = await import("../dev/dev-file.ts");
  const devFile = await writeDevFile(folder, { url: cloud.url, pid: process.pid, token });
  await warn(cloud, folder);
  const schedules = await openSchedules(cloud, options.schedules === true);
  print(`\n${formatBanner(cloud, { schedules: schedules.description })}\n`);
  if (devFile.other !== undefined)
    console.error(
      `This backend is also run by the process ${devFile.other.pid}, at ${devFile.other.url}: that is the one which commands like "queuerun pause" change\n`,
    );
  const watcher = await watch(cloud, folder, envFile);
  await signals.next();
  schedules.close();
  await devFile.remove();
  await watcher.close();
  await cloud.close();
  if (options.permissions === true) print(`\n${formatUses(cloud.usage.uses)}`);
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new CommandError(`The port is ${JSON.stringify(text)}, must be 0 to 65535`, 2);
}

function parseOptions({ reserved, provisioned }: DevOptions): Concurrency {
  const names = { reserved: "--reserved", provisioned: "--provisioned" };
  const parsed = parseConcurrency({ reserved, provisioned }, names);
  if ("concurrency" in parsed) return parsed.concurrency;
  throw new CommandError(parsed.problems.join("\n"), 2);
}

async function readBackendPolicy(file: string | undefined, cwd: string) {
  if (file === undefined) return undefined;
  const { readGrants } = await import("./backend-policy-file.ts");
  const granted = readGrants(file, cwd);
  if ("problems" in granted) throw new CommandError(granted.problems.join("\n"), 2);
  return granted.policy;
}

function findEnvFile(folder: string, cwd: string, given: string | undefined): string {
  if (given === undefined) return join(folder, ".env");
  const path = resolve(cwd, given);
  if (!existsSync(path)) throw new CommandError(`There is no env file "${given}"`, 2);
  if (statSync(path).isDirectory())
    throw new CommandError(`The env file "${given}" is a folder\n→ Name the file in it`, 2);
  return path;
}

interface StartOptions {
  readonly folder: string;
  readonly port: number;
  readonly concurrency: Concurrency;
  readonly limits: Partial<Limits>;
  readonly envFile: string;
  readonly token: string;
  readonly backendPolicy?: BackendPolicy;
}

async function start({ folder, envFile, token, ...options }: StartOptions): Promise<LocalCloud> {
  const [{ startLocalCloud }, { createControl }, { readEnvFile }] = await Promise.all([
    import("../dev/start-local-cloud.ts"),
    import("../dev/control.ts"),
    import("../dev/env-file.ts"),
  ]);
  return await startLocalCloud({
    ...options,
    source: folder,
    environment: async () => ({ ...colorVariables(), ...(await readEnvFile(folder, envFile)) }),
    output: print,
    control: createControl(token),
  });
}

/** For what the backend prints, which comes through a pipe: its own programs would see no terminal. */
function colorVariables(): Record<string, string> {
  return process.stdout.isTTY && process.stdout.hasColors() ? { FORCE_COLOR: "1" } : {};
}

/** What the user can do something about is told without a stack trace. */
async function explain(error: unknown, folder: string, port: number): Promise<unknown> {
  if (error instanceof BackendError)
    return new CommandError(await describeProblems(error.problems, folder), 1);
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return new CommandError(
      `Port ${port} is taken by another program\n→ Take another one: queuerun dev --port ${port + 1}, or PORT=${port + 1}`,
      1,
    );
  if (code === "EACCES")
    return new CommandError(
      `Port ${port} is only for programs of the administrator\n→ Take one above 1023: queuerun dev --port 8000`,
      1,
    );
  return error;
}

async function warn({ warnings }: LocalCloud, folder: string): Promise<void> {
  if (warnings.length > 0) console.error(`\n${await describeProblems(warnings, folder)}\n`);
}

async function watch(cloud: LocalCloud, folder: string, envFile: string): Promise<Watcher> {
  const { rebuildOnSave } = await import("../dev/rebuild-on-save.ts");
  const paths = [folder, envFile, ...cloud.outsideFiles];
  const watcher = await rebuildOnSave({
    paths,
    async rebuild() {
      await rebuild(cloud, folder);
      watcher.add(cloud.outsideFiles);
    },
    failed: (error) => console.error(`\n${describeWatchError(error)}\n`),
  });
  return watcher;
}

/** Never rejects. */
async function rebuild(cloud: LocalCloud, folder: string): Promise<void> {
  const startedAt = performance.now();
  try {
    if (!(await cloud.rebuild())) return;
    print(`Rebuilt in ${Math.round(performance.now() - startedAt)} ms`);
    await warn(cloud, folder);
  } catch (error) {
    // Whatever it is, such as a disk that is full: the queues and what they hold live on
    const isProblem = error instanceof BackendError;
    const text = isProblem ? await describeProblems(error.problems, folder) : inspect(error);
    console.error(`\n${text}\n\nThe old code goes on\n`);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The signals that ask the command to end. A second one does not wait. */
class Signals {
  #react: () => void;

  constructor(react: () => void) {
    this.#react = react;
    for (const signal of SIGNALS) process.on(signal, () => this.#react());
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#react = () => {
        this.#react = () => process.exit(1);
        resolve();
      };
    });
  }
}
