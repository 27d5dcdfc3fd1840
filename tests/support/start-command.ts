import { spawn } from "node:child_process";
import { once } from "node:events";

/** A program that runs until it is told to stop. */
export interface StartedCommand {
  /** What it has printed, on both streams. */
  output(): string;
  /** Resolves to the first match in what it prints; rejects if the program ends without one. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Interrupts it, as Ctrl-C does, and resolves to its exit code. */
  stop(): Promise<number | null>;
}

export function startCommand(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): StartedCommand {
  const child = spawn(file, args, {
    ...options,
    // Leads a process group of its own, which a terminal interrupts as a whole
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const checks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
      for (const check of checks) check();
    });
  const ended = once(child, "close") as Promise<[number | null]>;
  return {
    output: () => output,
    waitFor(pattern) {
      const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
      const check = () => {
        const match = pattern.exec(output);
        if (match === null) return;
        checks.delete(check);
        resolve(match);
      };
      checks.add(check);
      check();
      const fail = () => reject(new Error(`${file} ended without ${pattern}:\n${output}`));
      ended.then(fail, reject);
      return promise;
    },
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGINT");
      const [code] = await ended;
      return code;
    },
  };
}
