import type { Command } from "commander";
import type { RunResult } from "../dev/run-schedule.ts";
import { CommandError } from "./command-error.ts";
import { askRunningDev } from "./running-dev.ts";

export function register(program: Command): void {
  program
    .command("run")
    .description("run a schedule now, in the running queuerun dev, and wait for its result")
    .argument("<schedule>", "its name: cleanup")
    .argument("[folder]", "the backend's folder, or one that holds it", ".")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Examples:
  queuerun run cleanup                   run schedules/cleanup.ts, whenever it is due
  queuerun run cleanup --json            print {"status":"success","milliseconds":12}`,
    )
    .action(run);
}

async function run(
  schedule: string,
  folder: string,
  { json }: { readonly json?: true },
): Promise<void> {
  const { RUN_PATH } = await import("../dev/control.ts");
  const { body: result } = await askRunningDev<RunResult>(folder, RUN_PATH, { schedule });
  if (json) console.log(JSON.stringify(result));
  if (result.status === "error") throw new CommandError(describeFailure(schedule, result), 1);
  if (result.status === "refused") throw new CommandError(result.message, 1);
  if (!json) console.log(`Schedule "${schedule}" has run, in ${result.milliseconds} ms`);
}

/** With the stack, which is about the backend's own code. */
function describeFailure(
  schedule: string,
  { error }: Extract<RunResult, { status: "error" }>,
): string {
  const { errorType, errorMessage, trace = [] } = error;
  const stack = trace.length > 0 ? trace.join("\n") : `${errorType}: ${errorMessage}`;
  return `Schedule "${schedule}" failed:\n${stack}`;
}
