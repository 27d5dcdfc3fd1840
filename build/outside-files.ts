import { isAbsolute, resolve } from "node:path";
import type { Metafile } from "esbuild";

/**
 * The files outside the backend folder that were compiled, as absolute paths: shared code, whose
 * changes are as good a reason to build again. Packages are left out, they change by an install.
 */
export function findOutsideFiles(folder: string, { inputs }: Metafile): string[] {
  return Object.keys(inputs)
    .filter((path) => path.startsWith("../") || isAbsolute(path))
    .map((path) => resolve(folder, path))
    .filter((path) => !/[\\/]node_modules[\\/]/.test(path));
}
