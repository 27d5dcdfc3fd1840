import { basename, relative } from "node:path";
import type { Metafile, OutputFile } from "esbuild";
import { findHelpers, inlineNames } from "./inline-names.ts";
import { isUserSource } from "./user-source.ts";
import type { ZipEntry } from "./zip.ts";

/**
 * What the compiler writes for `__dirname` and `__filename` where nobody declares them, as in CommonJS:
 * an ES module that declares its own stands in the same chunk.
 */
export const MODULE_PATHS = {
  __dirname: "__queuerunDirname",
  __filename: "__queuerunFilename",
} as const;

interface OutputEntry extends ZipEntry {
  readonly content: Buffer;
}

/** Makes the files of a package of what esbuild wrote; of what it wrote before, the same entries. */
export type OutputFinisher = (
  outputs: readonly OutputFile[],
  metafile: Metafile,
) => readonly ZipEntry[];

export function createOutputFinisher(folder: string): OutputFinisher {
  let known: ReadonlyMap<string, readonly OutputEntry[]> = new Map();
  return (outputs, metafile) => {
    const helpers = findHelpers(metafile);
    const maps = new Map(outputs.map((output) => [output.path, output]));
    const finished = outputs
      .filter(({ path }) => !path.endsWith(".map"))
      .map((code): [string, readonly OutputEntry[]] => {
        const map = maps.get(`${code.path}.map`);
        const key = `${code.path} ${code.hash} ${map?.hash}`;
        const name = relative(folder, code.path);
        return [
          key,
          known.get(key) ?? finishOutput(name, inlineNames(code.text, helpers), map?.text),
        ];
      });
    known = new Map(finished);
    return leaveOut(helpers, [...known.values()].flat());
  };
}

/** Leaves out helpers that no code imports any more. */
function leaveOut(
  helpers: ReadonlySet<string>,
  files: readonly OutputEntry[],
): readonly ZipEntry[] {
  const isNeeded = (helper: string) => files.some(({ content }) => content.includes(helper));
  return files.filter(({ name }) => !helpers.has(basename(name)) || isNeeded(basename(name)));
}

function finishOutput(name: string, code: string, map: string | undefined): OutputEntry[] {
  const preamble = createPreamble(code);
  const shifted = map === undefined ? null : finishMap(map, preamble);
  const link = shifted === null ? "" : `//# sourceMappingURL=${basename(name)}.map\n`;
  const text = preamble + (shifted === null ? code.trimStart() : code) + link;
  const file = { name, content: Buffer.from(text) };
  if (shifted === null) return [file];
  return [file, { name: `${name}.map`, content: Buffer.from(shifted) }];
}

/** What CommonJS code expects around it, for the chunks that hold some. */
function createPreamble(code: string): string {
  const lines: string[] = [];
  // The helper that esbuild makes of `require` calls it cannot bundle: those of Node's own modules.
  if (code.includes("Error('Dynamic require of \"'"))
    lines.push(
      'import{createRequire as __queuerunRequire}from"node:module";const require=__queuerunRequire(import.meta.url);',
    );
  if (code.includes(MODULE_PATHS.__dirname))
    lines.push(`const ${MODULE_PATHS.__dirname}=import.meta.dirname;`);
  if (code.includes(MODULE_PATHS.__filename))
    lines.push(`const ${MODULE_PATHS.__filename}=import.meta.filename;`);
  return lines.map((line) => `${line}\n`).join("");
}

/** Null for a chunk with no code of the user's: a map of it would be of no use, and the largest of all. */
function finishMap(text: string, preamble: string): string | null {
  const map = JSON.parse(text) as { sources: string[]; mappings: string };
  if (!map.sources.some(isUserSource)) return null;
  const lines = preamble.split("\n").length - 1;
  return JSON.stringify({ ...map, mappings: ";".repeat(lines) + map.mappings });
}
