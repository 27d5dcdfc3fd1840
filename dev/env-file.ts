import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { parseEnvironment } from "../build/environment.ts";
import { BackendError } from "../manifest/problem.ts";

/**
 * Reads the user's own environment variables. A file that is absent sets none.
 * @param folder The backend, which problems name the file relative to.
 * @throws {BackendError} for variables that Lambda would refuse.
 */
export async function readEnvFile(
  folder: string,
  path: string,
): Promise<Readonly<Record<string, string>>> {
  const file = relative(folder, resolve(path));
  const { variables, problems } = parseEnvironment(file, await readText(file, path), "local");
  if (problems.length > 0) throw new BackendError(problems);
  return variables;
}

async function readText(file: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "";
    const message = `Cannot read the environment variables: ${code}`;
    throw new BackendError([{ file, message, fix: "Make it a file that you may read" }]);
  }
}
