import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { AwsAccount } from "./aws/account.ts";
import { type Operation, parseEvents } from "./events.ts";
import { startProcess } from "./process-tree.ts";
import { parseState, type StateResource } from "./state.ts";

/** What one `pulumi up`, `preview`, `refresh` or `destroy` did. */
export interface Update {
  /** All but those that left a resource as it is, in the order in which they began. */
  readonly operations: readonly Operation[];
  /** Messages, without duplicates. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  /** All that the engine reported, as JSON, but for what only `--debug` shows. */
  readonly events: string;
  /** What the command printed. */
  readonly text: string;
  readonly milliseconds: number;
}

/** How a command went that need not have succeeded. */
export interface Attempt extends Update {
  readonly ended: "succeeded" | "failed" | "killed";
}

export interface AttemptOptions {
  readonly flags?: readonly string[];
  /** Kills the command, with all its processes, when AWS does not answer it. Default: false. */
  readonly killsHung?: boolean;
}

export type Command = "up" | "preview" | "refresh" | "destroy";

/** A stack of a project; each method runs one command of the real CLI. */
export interface Stack {
  readonly name: string;
  /** Rejects, with all that was printed, when the command fails. */
  up(...flags: string[]): Promise<Update>;
  preview(...flags: string[]): Promise<Update>;
  refresh(...flags: string[]): Promise<Update>;
  destroy(...flags: string[]): Promise<Update>;
  /** Runs a command that must fail; rejects when it does not. */
  fail(command: Command, ...flags: string[]): Promise<Update>;
  /** Runs a command that may fail. */
  attempt(command: Command, options?: AttemptOptions): Promise<Attempt>;
  /** Runs a command and kills it when it makes a call; rejects when it does not make it. */
  killAt(call: KillPoint, command: Command): Promise<Update>;
  set(key: string, value: string, ...flags: string[]): Promise<void>;
  unset(key: string): Promise<void>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
  /** The resources in the state: without the stack itself and its providers. */
  resources(): Promise<readonly StateResource[]>;
  /** Runs any other command and resolves to what it printed. */
  run(...args: string[]): Promise<string>;
  /** Forgets the stack; its resources are destroyed before. */
  remove(): Promise<void>;
  /** Ends what is still running. */
  kill(): Promise<void>;
}

/** A call that is never answered; `lose` lets it take effect first. */
export interface KillPoint {
  readonly action: string;
  /** As in the journal; absent: whatever the call is made for. */
  readonly for?: string;
  readonly nth?: number;
  readonly effect?: "hang" | "lose";
}

export interface StackPlace {
  readonly name: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly aws: AwsAccount;
}

const HANG_POLL_MS = 25;

export async function createStack(
  place: StackPlace,
  configuration: Readonly<Record<string, string>>,
): Promise<Stack> {
  const stack = openStack(place);
  await stack.run("stack", "init", place.name);
  for (const [key, value] of Object.entries(configuration)) await stack.set(key, value);
  return stack;
}

export function openStack({ name, folder, environment, aws }: StackPlace): Stack {
  const running = new Set<ReturnType<typeof startProcess>>();
  const start = (args: readonly string[]) => {
    const options = { cwd: folder, env: environment };
    const child = startProcess("pulumi", [...args, "--non-interactive"], options);
    running.add(child);
    child.ended.finally(() => running.delete(child));
    return child;
  };
  const run = async (...args: string[]) => {
    const { code, text, stdout } = await start(args).ended;
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}\n${text}`);
    return stdout;
  };
  /** Starts a command that logs its events. */
  const startUpdate = async (command: Command, flags: readonly string[]) => {
    const log = join(await mkdtemp(join(environment.PULUMI_HOME ?? "", "log-")), "events");
    const yes = command === "preview" ? ["--diff"] : ["--yes", "--skip-preview"];
    const started = performance.now();
    const child = start([command, "--stack", name, "--event-log", log, ...yes, ...flags]);
    const finish = async (): Promise<Update & { code: number | null }> => {
      const { code, text } = await child.ended;
      const milliseconds = performance.now() - started;
      const events = parseEvents(await readFile(log, "utf8").catch(() => ""));
      return { code, text, milliseconds, ...events };
    };
    return { child, finish };
  };
  const attempt = async (command: Command, { flags = [], killsHung = false }: AttemptOptions) => {
    const before = aws.hangs();
    const { child, finish } = await startUpdate(command, flags);
    while (killsHung && child.isRunning() && aws.hangs() === before) await setTimeout(HANG_POLL_MS);
    const isKilled = killsHung && child.isRunning();
    if (isKilled) await child.kill();
    const { code, ...result } = await finish();
    // The killed command leaves its lock on the stack
    if (isKilled) await run("cancel", "--yes", "--stack", name);
    const ended = code === 0 ? ("succeeded" as const) : ("failed" as const);
    return { ...result, ended: isKilled ? ("killed" as const) : ended };
  };
  const update = async (command: Command, flags: readonly string[], succeeds: boolean) => {
    const { ended, ...result } = await attempt(command, { flags });
    if ((ended === "succeeded") === succeeds) return result;
    const title = `pulumi ${command} ${ended}`;
    throw new Error(`${title}\n${result.errors.join("\n")}\n${result.text}`);
  };
  return {
    name,
    up: (...flags) => update("up", flags, true),
    preview: (...flags) => update("preview", flags, true),
    refresh: (...flags) => update("refresh", flags, true),
    destroy: (...flags) => update("destroy", flags, true),
    attempt: (command, options = {}) => attempt(command, options),
    fail: (command, ...flags) => update(command, flags, false),
    async killAt(call, command) {
      aws.inject({ nth: 1, effect: "hang", ...call });
      // One at a time: what is under way with others would be lost at random
      const options = { flags: ["--parallel", "1"], killsHung: true };
      const { ended, ...result } = await attempt(command, options);
      if (ended === "killed") return result;
      throw new Error(`pulumi ${command} ended before ${call.action}\n${result.text}`);
    },
    run,
    async set(key, value, ...flags) {
      await run("config", "set", key, value, "--stack", name, ...flags);
    },
    async unset(key) {
      await run("config", "rm", key, "--stack", name);
    },
    async outputs() {
      return JSON.parse(await run("stack", "output", "--json", "--show-secrets", "--stack", name));
    },
    async resources() {
      return parseState(
        JSON.parse(await run("stack", "export", "--show-secrets", "--stack", name)),
      );
    },
    async remove() {
      await run("stack", "rm", "--yes", "--stack", name);
    },
    async kill() {
      await Promise.all([...running].map((child) => child.kill()));
    },
  };
}
