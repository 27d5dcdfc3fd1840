import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";

export interface Program {
  readonly name: string;
  /** With the go.mod that pins it. */
  readonly folder: string;
  readonly package: string;
  /** For the linker. */
  readonly flags: string;
  readonly output: string;
}

const PROGRESS_SECONDS = 15;

/** Where Go installs itself; the installer leaves PATH to the user. */
const GO = "/usr/local/go/bin/go";

/** The path of Go, or an error that says what to install. */
export function findGo(): string {
  if (existsSync(GO)) return GO;
  throw new Error(
    'No "pulumi" on PATH, and no "go" to build it with: install Pulumi ' +
      "(https://www.pulumi.com/docs/install/) or Go 1.25.11 or later (https://go.dev/dl/)",
  );
}

/** Compiles one program; shows on stderr how far it is. */
export async function buildProgram(go: string, program: Program): Promise<void> {
  const flags = ["-v", "-buildvcs=false", "-ldflags", program.flags, "-o", program.output];
  const child = spawn(go, ["build", ...flags, program.package], {
    cwd: program.folder,
    stdio: ["ignore", "inherit", "pipe"],
  });
  const progress = showProgress(program.name);
  child.stderr.on("data", progress.count);
  try {
    const [log, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    if (code !== 0) throw new Error(`Cannot build ${program.name}: go ended with ${code}\n${log}`);
  } finally {
    progress.stop();
  }
}

function showProgress(name: string) {
  const started = Date.now();
  let packages = 0;
  const show = (state: string) => {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stderr.write(`${state} ${name}: ${packages} packages compiled, ${seconds} s\n`);
  };
  const timer = setInterval(show, PROGRESS_SECONDS * 1000, "Building");
  return {
    /** Go names each package on a line of its own. */
    count(output: Buffer) {
      packages += output.toString().split("\n").length - 1;
    },
    stop() {
      clearInterval(timer);
      show("Ended building");
    },
  };
}
