import { formatCount, LIMITS } from "../limits.ts";
import { CODE_EXTENSION, type NameError } from "../route-path.ts";

const ALLOWED = /^[A-Za-z0-9_-]+$/;

/** @param file Relative to `schedules/`: `cleanup.ts`. */
export function parseScheduleFile(file: string): { readonly name: string } | NameError {
  const name = file.replace(CODE_EXTENSION, "");
  if (name.includes("/"))
    return {
      message: "A schedule is a file directly in schedules/",
      fix: `Name it "schedules/${name.replaceAll("/", "-")}.ts", or begin the name of its folder with "_" if it is no schedule`,
    };
  if (!ALLOWED.test(name))
    return {
      message: `"${name}" is no name of a schedule`,
      fix: 'Use letters, digits, "_" and "-"',
    };
  const { maximum, source } = LIMITS.scheduleName;
  if (name.length <= maximum) return { name };
  return {
    message: `The schedule's name has ${formatCount(name.length)} characters, at most ${maximum} (${source})`,
    fix: "Choose a shorter name",
  };
}
