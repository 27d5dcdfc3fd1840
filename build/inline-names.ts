import { basename } from "node:path";
import type { Metafile } from "esbuild";

/** What esbuild keeps the names of functions with, hoisted: as a module it would be a file of every cold start. */
const HELPER = `function __name(f,value){return Object.defineProperty(f,"name",{value,configurable:!0})}\n`;

const IMPORT = /import(?:{__name}from)?"\.\/(?:chunks\/)?(chunk-\w+\.mjs)";/g;

/** Names of the chunks of esbuild's own helpers, with nothing of the backend in them. */
export function findHelpers({ outputs }: Metafile): ReadonlySet<string> {
  const helpers = Object.entries(outputs).filter(
    ([path, { inputs }]) => path.endsWith(".mjs") && Object.keys(inputs).length === 0,
  );
  return new Set(helpers.map(([path]) => basename(path)));
}

/**
 * Takes the import of `helpers` out of code that needs no more of them than to keep names. Blanks take its
 * place, so that its source map stays true.
 */
export function inlineNames(code: string, helpers: ReadonlySet<string>): string {
  let helper = "";
  const rest = code.replace(IMPORT, (statement: string, chunk: string) => {
    if (!helpers.has(chunk)) return statement;
    if (statement.includes("__name")) helper = HELPER;
    return " ".repeat(statement.length);
  });
  return rest + helper;
}
