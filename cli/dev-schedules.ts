import type { LocalCloud } from "../dev/local-cloud.ts";
import { formatTable } from "./package-summary.ts";

/** The schedules of a running `queuerun dev`. */
export interface DevSchedules {
  /** When they run next, for the banner; undefined without any. */
  readonly description: string | undefined;
  close(): void;
}

/** @param isFiring They run when they are due; else by hand only. */
export async function openSchedules(cloud: LocalCloud, isFiring: boolean): Promise<DevSchedules> {
  const description = await describeSchedules(cloud, isFiring);
  if (!isFiring) return { description, close: () => {} };
  const { startScheduler } = await import("../dev/scheduler.ts");
  const scheduler = startScheduler(cloud, { output: (line) => console.log(line) });
  return { description, close: () => scheduler.close() };
}

async function describeSchedules(
  { manifest: { schedules } }: LocalCloud,
  isFiring: boolean,
): Promise<string | undefined> {
  const [first] = schedules;
  if (first === undefined) return undefined;
  const { describeNextRun } = await import("../dev/next-run.ts");
  const now = new Date();
  const title = isFiring
    ? "Next runs"
    : `Next runs, if started with --schedules ("queuerun run ${first.name}" runs one now)`;
  return formatTable(
    title,
    schedules.map((schedule) => [schedule.name, describeNextRun(schedule, now)]),
  );
}
