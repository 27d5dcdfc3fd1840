import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams, as they came. */
  readonly text: string;
}

/** A started program that can be killed with everything it started. */
export interface ProcessTree {
  readonly ended: Promise<Ended>;
  isRunning(): boolean;
  kill(): Promise<void>;
}

/** Starts a program without a shell and without input. */
export function startProcess(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): ProcessTree {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (data) => {
    stdout += data;
    text += data;
  });
  child.stderr.setEncoding("utf8").on("data", (data) => {
    text += data;
  });
  const ended = once(child, "close").then(([code]) => ({ code, stdout, text }));
  return {
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      // Pulumi starts plugins in process groups of their own: a signal to one group misses them
      const { pid } = child;
      for (const each of pid === undefined ? [] : [pid, ...descendants(pid)]) killOne(each);
      await ended;
    },
  };
}

function descendants(root: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const parents = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const childrenOf = (parent: number): number[] =>
    parents.filter(([, ppid]) => ppid === parent).flatMap(([pid = 0]) => [pid, ...childrenOf(pid)]);
  return childrenOf(root);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
