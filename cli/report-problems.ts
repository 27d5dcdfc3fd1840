import { BackendError, type Problem } from "../manifest/problem.ts";
import { CommandError } from "./command-error.ts";

/**
 * Runs `code`, and shows what is wrong with the backend as a person reads it.
 * @throws {CommandError} with all problems.
 */
export async function reportProblems<T>(folder: string, code: () => Promise<T>): Promise<T> {
  try {
    return await code();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    throw new CommandError(await describeProblems(error.problems, folder), 1);
  }
}

/** For the terminal that stderr goes to. */
export async function describeProblems(
  problems: readonly Problem[],
  folder: string,
): Promise<string> {
  const { formatProblems } = await import("../build/report.ts");
  const color = process.stderr.hasColors?.() ?? false;
  return formatProblems(problems, { folder, cwd: process.cwd(), color });
}
