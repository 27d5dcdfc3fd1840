import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile, OutputFile } from "esbuild";
import type { Problem } from "../manifest/problem.ts";
import { createLineIndex } from "./line-index.ts";
import { isUserSource } from "./user-source.ts";

/** `new URL("../data.json", import.meta.url)`, unless the literal is an address of its own. */
const REFERENCE =
  /\bnew URL\(\s*(?<literal>(["'])(?![a-z][\w+.-]*:)[^"'\n]*\2)\s*,\s*import\.meta\.url/gi;

/**
 * Warns of files that the user's code opens beside itself: only what is imported is in a package.
 * @param outputs What was compiled of the sources: in most builds it has no reference, and none is read.
 */
export function findFileReferences(
  folder: string,
  outputs: readonly OutputFile[],
  { inputs }: Metafile,
): Problem[] {
  const isReferring = outputs.some(
    ({ path, text }) => !path.endsWith(".map") && text.search(REFERENCE) >= 0,
  );
  if (!isReferring) return [];
  return Object.keys(inputs)
    .filter(isUserSource)
    .flatMap((file) => createWarnings(file, readFileSync(join(folder, file), "utf8")));
}

function createWarnings(file: string, text: string): Problem[] {
  const place = createLineIndex(text);
  return [...text.matchAll(REFERENCE)].map(({ 0: match, index, groups }) => {
    const literal = groups?.literal ?? "";
    const start = index + match.indexOf(literal);
    return {
      file,
      ...place(start, start + literal.length),
      message: `The file ${literal} is not in the package: only what is imported is`,
      fix: "Import it: code, .json or .txt",
    };
  });
}
