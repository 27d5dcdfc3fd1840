import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { EXEC_WRAPPER } from "../manifest/environment.ts";
import { forEachLine } from "./lines.ts";

export interface ProcessOptions {
  /** Folder of the unzipped package. */
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memorySize: number;
  /** The program and arguments that speak the Runtime API. */
  readonly client: readonly string[];
  readonly output: (line: string) => void;
}

export interface InstanceProcess {
  /** Resolves when it has ended and everything it printed was read, with how it ended. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it and every process it has started, at once. */
  kill(): void;
}

export type ProcessEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "not-started"; readonly error: Error };

/** Milliseconds to wait for the rest of the output, which a process that has escaped may hold up. */
const OUTPUT_GRACE_MS = 200;

/** Starts the exec wrapper of the package with Node, its options and the client, as Lambda does. */
export function startProcess(options: ProcessOptions): InstanceProcess {
  const wrapper = join(options.taskRoot, EXEC_WRAPPER);
  const child = spawn(wrapper, [process.execPath, ...nodeOptions(options), ...options.client], {
    cwd: options.taskRoot,
    env: options.environment,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own: what the backend starts can be ended with it, and a Ctrl-C in the
    // terminal reaches the local cloud alone, which then ends its instances
    detached: true,
  });
  forEachLine(child.stdout, options.output);
  forEachLine(child.stderr, options.output);
  const kill = () => killGroup(child);
  return { ended: waitForEnd(child, kill), kill };
}

/** A tenth of the memory is for young objects, as in Lambda's own bootstrap. */
function nodeOptions({ memorySize }: ProcessOptions): string[] {
  const youngSpace = Math.floor(memorySize / 10);
  return [
    "--enable-source-maps",
    "--max-http-header-size=81920",
    `--max-semi-space-size=${Math.floor(youngSpace / 2)}`,
    `--max-old-space-size=${memorySize - youngSpace}`,
  ];
}

function waitForEnd(child: ChildProcess, kill: () => void): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ kind: "not-started", error }));
    child.once("exit", (code, signal) => {
      kill();
      const end: ProcessEnd =
        signal === null ? { kind: "exit", code: code ?? 0 } : { kind: "signal", signal };
      const timer = setTimeout(() => resolve(end), OUTPUT_GRACE_MS);
      child.once("close", () => {
        clearTimeout(timer);
        resolve(end);
      });
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // ESRCH: nothing of the group is left. EPERM: the same on macOS, while the last one is a zombie
    if (!["ESRCH", "EPERM"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}
