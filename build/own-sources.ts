import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const EXTENSION = extname(fileURLToPath(import.meta.url));

/** The path of one of queuerun's own modules: `.ts` in a checkout, `.js` in the published package. */
export function ownSource(module: string): string {
  return fileURLToPath(new URL(`../${module}${EXTENSION}`, import.meta.url));
}
