import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile, OutputFile } from "esbuild";
import { type Expression, type NewExpression, parseSync, Visitor } from "oxc-parser";
import type { Problem } from "../manifest/problem.ts";
import { createLineIndex } from "./line-index.ts";
import { isNestedTooDeep } from "./nesting.ts";
import { isUserSource } from "./user-source.ts";

/** `new URL("../data.json", import.meta.url)` in compiled code: comments and templates without holes are gone. */
const COMPILED =
  /\bnew URL\(\s*(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)\s*,\s*import\.meta\.url/;

/** An address of its own, and no path. */
const ADDRESS = /^[a-z][\w+.-]*:/i;

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
    ({ path, text }) => !path.endsWith(".map") && COMPILED.test(text),
  );
  if (!isReferring) return [];
  return Object.keys(inputs)
    .filter((file) => isUserSource(file) && /\.[cm]?[jt]sx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }))
    .filter(({ file, text }) => !isNestedTooDeep(file, text))
    .flatMap(({ file, text }) => createWarnings(file, text));
}

function createWarnings(file: string, text: string): Problem[] {
  const place = createLineIndex(text);
  const warnings: Problem[] = [];
  const visitor = new Visitor({
    NewExpression(node) {
      const path = findPath(node);
      if (path === undefined) return;
      const { start, end } = path;
      warnings.push({
        file,
        ...place(start, end),
        message: `The file ${text.slice(start, end)} is not in the package: only what is imported is`,
        fix: "Import it: code, .json or .txt",
      });
    },
  });
  try {
    visitor.visit(parseSync(file, text).program);
  } catch (error) {
    // It calls itself: of code that is nested too deep for it, nothing is said
    if (!(error instanceof RangeError)) throw error;
  }
  return warnings;
}

/** The path of `new URL(path, import.meta.url)`, if it is written there. */
function findPath({ callee, arguments: [path, base] }: NewExpression): Expression | undefined {
  if (callee.type !== "Identifier" || callee.name !== "URL") return undefined;
  if (path === undefined || path.type === "SpreadElement" || !isModuleUrl(base)) return undefined;
  const value = readText(path);
  return value === undefined || ADDRESS.test(value) ? undefined : path;
}

function isModuleUrl(node: NewExpression["arguments"][number] | undefined): boolean {
  return (
    node?.type === "MemberExpression" &&
    node.object.type === "MetaProperty" &&
    node.property.type === "Identifier" &&
    node.property.name === "url"
  );
}

function readText(node: Expression): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  // Of a template with holes the beginning tells enough
  return node.type === "TemplateLiteral" ? (node.quasis[0]?.value.cooked ?? "") : undefined;
}
