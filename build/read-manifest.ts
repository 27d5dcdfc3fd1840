import type { Manifest } from "../manifest/manifest.ts";
import { BackendError } from "../manifest/problem.ts";
import { type ReadBackend, readBackend, resolveBackend } from "./read-backend.ts";

/**
 * Reads the manifest of the backend in `path` without compiling it.
 * @throws {BackendError} with what the files themselves say is wrong.
 */
export async function readManifest(path: string): Promise<Manifest> {
  return checkProblems(await readBackend(await resolveBackend(path))).manifest;
}

/** @throws {BackendError} with all problems of a backend that is not compiled. */
export function checkProblems(backend: ReadBackend): ReadBackend {
  const syntaxErrors = backend.modules.flatMap((module) => module.syntaxErrors);
  const problems = [...backend.problems, ...syntaxErrors];
  if (problems.length > 0) throw new BackendError(problems);
  return backend;
}
