import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Environment, parseEnvironment } from "../build/environment.ts";

/** The variables of a deployed backend, and the file they are from. */
export interface EnvFile extends Environment {
  /** `.env.production`; null if the backend has no file for this stack. */
  readonly file: string | null;
}

/** Reads the backend's `.env.STACK`, or else `.env.production`. */
export async function readEnvFile(folder: string, stack: string): Promise<EnvFile> {
  for (const file of [`.env.${stack}`, ".env.production"]) {
    const text = await readText(join(folder, file));
    if (text !== undefined) return { file, ...parseEnvironment(file, text, "deployed") };
  }
  return { file: null, ...parseEnvironment("", "", "deployed") };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
