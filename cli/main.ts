#!/usr/bin/env -S node --
// With `--`, or Node would take the option `--env-file` of a command for its own.
import { createRequire, enableCompileCache } from "node:module";
import { Command, CommanderError } from "commander";
import { register as registerBuild } from "./build.ts";
import { CommandError } from "./command-error.ts";
import { register as registerDev } from "./dev.ts";
import { register as registerEnv } from "./env.ts";
import { register as registerExec } from "./exec.ts";
import { register as registerInit } from "./init.ts";
import { register as registerPolicy } from "./policy.ts";
import { register as registerPush } from "./push.ts";
import { register as registerReserved } from "./reserved.ts";
import { register as registerRoutes } from "./routes.ts";
import { register as registerRun } from "./run.ts";
import { register as registerTypes } from "./types.ts";

/** Each command declares itself here, and loads what it needs when it runs: `--help` waits for none. */
const COMMANDS = [
  registerInit,
  registerBuild,
  registerDev,
  registerReserved,
  registerPush,
  registerExec,
  registerRun,
  registerPolicy,
  registerEnv,
  registerTypes,
  registerRoutes,
];

enableCompileCache();

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}

function createProgram(): Command {
  const program = new Command("queuerun")
    .description("Turns a folder of TypeScript files into a backend on AWS Lambda")
    .version(readVersion())
    .exitOverride()
    // For options of what a command runs
    .enablePositionalOptions()
    .showHelpAfterError("→ queuerun --help shows what there is");
  for (const register of COMMANDS) register(program);
  return program;
}

function readVersion(): string {
  const { version } = createRequire(import.meta.url)("queuerun/package.json");
  return version;
}

function reportError(error: unknown): number {
  // Commander has printed its message, or the help that was asked for, by itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CommandError) {
    console.error(error.message);
    return error.exitCode;
  }
  console.error(error);
  return 1;
}
