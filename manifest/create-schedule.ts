import { middlewareOf } from "./classify.ts";
import type { Claim } from "./conflicts.ts";
import type { Schedule } from "./manifest.ts";
import { checkScheduleExports } from "./module-exports.ts";
import type { Report } from "./problem.ts";
import { readSchedule } from "./schedule/read-schedule.ts";
import { parseScheduleFile } from "./schedule/schedule-name.ts";
import { readScheduleSettings } from "./settings.ts";
import type { SourceModule } from "./source-module.ts";

/** An array of one, or of none if the file's name is none of a schedule. */
export function createSchedule(
  module: SourceModule,
  middleware: readonly string[],
  report: Report,
): Schedule[] {
  const { file } = module;
  const parsed = parseScheduleFile(file.slice("schedules/".length));
  checkScheduleExports(module, report);
  const { intervalSeconds, ...when } = readSchedule(module, report);
  const settings = readScheduleSettings(module, intervalSeconds, report);
  if ("message" in parsed) {
    report({ file, ...parsed });
    return [];
  }
  const { name } = parsed;
  return [{ name, file, middleware: middlewareOf(file, middleware), ...when, ...settings }];
}

export function claimSchedule({ file, name }: Schedule): Claim {
  return { file, key: `schedule ${name}`, what: `the schedule "${name}"` };
}
