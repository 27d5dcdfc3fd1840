import { describeUnknown } from "../manifest/describe-unknown.ts";
import { createScheduleJob } from "../manifest/internal-job.ts";
import type { FunctionError } from "./function-error.ts";
import type { LocalCloud } from "./local-cloud.ts";

/** What became of a schedule that was run by hand. */
export type RunResult =
  | { readonly status: "success"; readonly milliseconds: number }
  | { readonly status: "error"; readonly error: FunctionError }
  /** It has not run. */
  | { readonly status: "refused"; readonly message: string };

/** Runs a schedule now, and waits for it. */
export async function runSchedule(
  cloud: Pick<LocalCloud, "manifest" | "invoke">,
  name: string,
  now = new Date(),
): Promise<RunResult> {
  const names = cloud.manifest.schedules.map((schedule) => schedule.name);
  if (!names.includes(name))
    return { status: "refused", message: describeUnknown("schedule", name, names) };
  const startedAt = performance.now();
  const result = await cloud.invoke(createScheduleJob(name, now.toISOString()));
  if (result.status === "success")
    return { status: "success", milliseconds: Math.round(performance.now() - startedAt) };
  if (result.status === "error") return result;
  return { status: "refused", message: `Cannot run "${name}": ${REASONS[result.status]}` };
}

const REASONS = {
  paused: "the backend is paused, its reserved concurrency is 0",
  throttled: "all of the reserved concurrency is in use",
} as const;

/** What the schedule failed with, as it was in the function's own process. */
export function createRunError({ errorType, errorMessage, trace }: FunctionError): Error {
  const error = new Error(errorMessage);
  error.name = errorType;
  if (trace !== undefined) error.stack = trace.join("\n");
  return error;
}
