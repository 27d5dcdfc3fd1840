import { openSync, writeSync } from "node:fs";
import type { Job } from "queuerun/sdk";
import { version } from "./_version.ts";

/** What goes wrong in one receive of a job; those with `-after` once it has had its effect. */
export type Fault =
  | "throw"
  | "throw-after"
  | "time-out"
  | "time-out-after"
  | "exit"
  | "exit-after"
  | "exhaust-memory"
  | "block";

export interface Work {
  readonly id: number;
  /** By receive: none in those beyond. */
  readonly faults: readonly (Fault | null)[];
}

// Appended by one system call each: what is written has been written, whatever ends the process
const record = openSync(process.env.SOAK_RECORD ?? "", "a");

/** The effect of a job is its line in the record. */
export async function work({ id, faults }: Work, job: Job): Promise<void> {
  const { jobId, receivedCount } = job;
  const fault = faults[receivedCount - 1];
  const write = (event: "begun" | "done") =>
    writeSync(record, `${event} ${id} ${jobId} ${receivedCount} ${process.pid} ${version}\n`);
  write("begun");
  if (fault?.endsWith("-after") === false) await fail(fault);
  // Neighbours of the batch run as well
  await new Promise((resolve) => setImmediate(resolve));
  write("done");
  if (fault?.endsWith("-after")) await fail(fault);
}

async function fail(fault: Fault): Promise<void> {
  if (fault.startsWith("throw")) throw new Error("As planned");
  if (fault.startsWith("exit")) process.exit(3);
  if (fault === "exhaust-memory") exhaustMemory();
  if (fault === "block") for (;;);
  await new Promise((resolve) => setTimeout(resolve, 5_000));
}

function exhaustMemory(): never {
  const kept: string[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, String));
}
