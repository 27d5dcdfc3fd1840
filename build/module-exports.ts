import type { Expression, ParseResult, StaticExport, StaticExportEntry } from "oxc-parser";
import { parseSync } from "oxc-parser";
import { findConstants, propertyKey, type Scope } from "./static-value.ts";

/** One exported value, types left out. */
export interface FoundExport {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly isPlainData: boolean;
  readonly isNull: boolean;
  /** What it is initialized with, if that stands in the same file. */
  initializer(): Expression | undefined;
}

/** @param text The source that `parsed` was made from. */
export function findEsmExports(
  file: string,
  text: string,
  { module }: ParseResult,
  scope: Scope,
): FoundExport[] {
  return module.staticExports.flatMap((statement) =>
    statement.entries
      .filter(({ isType }) => !isType)
      .map((entry) => ({
        name: exportedName(entry),
        start: entry.exportName.start ?? entry.start,
        end: entry.exportName.end ?? entry.end,
        ...classifyValue(text.slice(entry.exportName.end ?? entry.end), entry),
        initializer: () => findInitializer(file, text, statement, entry, scope),
      })),
  );
}

function exportedName({ exportName }: StaticExportEntry): string {
  if (exportName.kind === "Default") return "default";
  return exportName.name ?? "*";
}

const PLAIN_DATA = /^[{["'`\d]|^(?:null|true|false)\b/;
const NULL = /^null\b/;

type ValueClass = Pick<FoundExport, "isPlainData" | "isNull">;

// Read from the text, as the tree of a whole file takes longer to make than all else together.
function classifyValue(
  following: string,
  { exportName, moduleRequest }: StaticExportEntry,
): ValueClass {
  if (moduleRequest !== null) return { isPlainData: false, isNull: false };
  const value = exportName.kind === "Default" ? following : /^\s*=(.*)/s.exec(following)?.[1];
  const text = (value ?? "").trimStart();
  return { isPlainData: PLAIN_DATA.test(text), isNull: NULL.test(text) };
}

function findInitializer(
  file: string,
  text: string,
  { start, end }: StaticExport,
  { localName, moduleRequest }: StaticExportEntry,
  scope: Scope,
): Expression | undefined {
  if (localName.name === null || moduleRequest !== null) return undefined;
  // The statement alone, at its own offset: most often it is all one needs of the file's tree.
  const statement = parseSync(file, " ".repeat(start) + text.slice(start, end));
  return findConstants(statement.program).get(localName.name) ?? scope.constant(localName.name);
}

/** Finds `exports.get = ...`, `module.exports.get = ...` and `module.exports = { get }`. */
export function findCommonJsExports({ program }: ParseResult): FoundExport[] {
  return program.body.flatMap((statement) => {
    if (statement.type !== "ExpressionStatement") return [];
    const { expression } = statement;
    if (expression.type !== "AssignmentExpression" || expression.operator !== "=") return [];
    const { left, right } = expression;
    if (left.type !== "MemberExpression" || left.computed) return [];
    if (isModuleExports(left)) return findWholeExports(right);
    if (left.property.type !== "Identifier" || !isExportsObject(left.object)) return [];
    return [createExport(left.property.name, left, right)];
  });
}

// A function alone is the default export, for `import()` as well.
function findWholeExports(value: Expression): FoundExport[] {
  if (value.type !== "ObjectExpression") return [createExport("default", value, value)];
  return value.properties.flatMap((property) => {
    const name = property.type === "Property" ? propertyKey(property) : null;
    if (property.type !== "Property" || name === null) return [];
    return [createExport(name, property.key, property.value)];
  });
}

function createExport(
  name: string,
  { start, end }: { readonly start: number; readonly end: number },
  value: Expression,
): FoundExport {
  const isPlainData = ["ObjectExpression", "ArrayExpression", "Literal"].includes(value.type);
  const isNull = value.type === "Literal" && value.value === null && value.raw === "null";
  return { name, start, end, isPlainData, isNull, initializer: () => value };
}

function isExportsObject(node: Expression): boolean {
  return (node.type === "Identifier" && node.name === "exports") || isModuleExports(node);
}

function isModuleExports(node: Expression): boolean {
  return (
    node.type === "MemberExpression" &&
    node.object.type === "Identifier" &&
    node.object.name === "module" &&
    node.property.type === "Identifier" &&
    node.property.name === "exports"
  );
}
