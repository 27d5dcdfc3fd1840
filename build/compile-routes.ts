import type { HttpRoute, Manifest } from "../manifest/manifest.ts";
import { BackendError } from "../manifest/problem.ts";
import { createCompiler } from "./compile.ts";
import { EMPTY_MANIFEST } from "./entry.ts";
import { chooseOwnModules, prepareOwnModules } from "./own-modules.ts";
import { readBackend, resolveBackend } from "./read-backend.ts";
import { writeTypesConfig } from "./types.ts";
import type { ZipEntry } from "./zip.ts";

/** The routes of a backend without what serves them. */
export interface CompiledRoutes {
  /** The backend's folder, as a real path. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** `index.mjs` exports `load`: a function for each route, by its file. */
  readonly files: readonly ZipEntry[];
}

/**
 * Compiles the routes of the backend in `path` as a build does.
 * @throws {BackendError} with all problems of the backend.
 */
export async function compileRoutes(path: string): Promise<CompiledRoutes> {
  const folder = await resolveBackend(path);
  // Before the code is compiled: its tsconfig.json may extend this one.
  await writeTypesConfig(folder);
  const { manifest, modules, problems } = await readBackend(folder);
  const compiler = createCompiler(folder);
  try {
    const sources = new Map(modules.map(({ module, text }) => [module.file, text]));
    const compiled = await compiler.compile({
      entry: createLoaders(manifest.routes),
      generated: Promise.resolve({ manifest: EMPTY_MANIFEST, sources }),
    });
    const all = [...problems, ...compiled.problems];
    if (all.length > 0) throw new BackendError(all);
    const own = chooseOwnModules(await prepareOwnModules(null), compiled.ownImports);
    return { folder, manifest, files: [...compiled.files, ...own] };
  } finally {
    await compiler.dispose();
  }
}

function createLoaders(routes: readonly HttpRoute[]): string {
  const loaders = routes.map(
    ({ file }) => `${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)})`,
  );
  return `export const load = {\n${loaders.join(",\n")}\n};\n`;
}
