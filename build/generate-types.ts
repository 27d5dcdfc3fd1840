import { join } from "node:path";
import { type ReadBackend, readBackend, resolveBackend } from "./read-backend.ts";
import { checkProblems } from "./read-manifest.ts";
import { generatedFolder, writeTypes, writeTypesConfig } from "./types.ts";

/** Types that have been written. */
export interface GeneratedTypes {
  /** The backend's folder, as a real path. */
  readonly folder: string;
  /** The absolute path of `types.d.ts`. */
  readonly file: string;
  readonly backend: ReadBackend;
}

/**
 * Writes the types of the backend in `path` to `.queuerun/`, as a build does, without compiling it.
 * @throws {BackendError} with what the files themselves say is wrong.
 */
export async function generateTypes(path: string): Promise<GeneratedTypes> {
  const folder = await resolveBackend(path);
  const backend = checkProblems(await readBackend(folder));
  await writeTypesConfig(folder);
  await writeTypes(folder, backend);
  return { folder, file: join(generatedFolder(folder), "types.d.ts"), backend };
}
