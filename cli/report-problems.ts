import { BackendError } from "../manifest/problem.ts";
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
    const { formatProblems } = await import("../build/report.ts");
    const color = process.stderr.hasColors?.() ?? false;
    const options = { folder, cwd: process.cwd(), color };
    throw new CommandError(formatProblems(error.problems, options), 1);
  }
}
