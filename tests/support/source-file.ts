import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { type Node, parseSync, Visitor } from "oxc-parser";

/** The checkout. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** What the project's rules look at in one file. */
export interface SourceFile {
  /** Relative to the checkout: `sdk/index.ts`. */
  readonly path: string;
  readonly lines: number;
  /** Every module named: static, dynamic and in types. Relative ones are resolved to a path. */
  readonly imports: readonly string[];
  readonly functions: readonly { readonly line: number; readonly lines: number }[];
  readonly exports: readonly ExportedName[];
  readonly readsEnvironment: boolean;
}

export interface ExportedName {
  readonly name: string;
  /** The file and the name there that a re-export stands for. */
  readonly from: Origin | null;
  readonly documented: boolean;
}

interface Origin {
  readonly file: string;
  readonly name: string;
}

/** All TypeScript files of a folder, fixtures left out. */
export function discoverSources(folder: string): SourceFile[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath.slice(PROJECT.length), entry.name))
    .filter((path) => !/(^|\/)(fixtures|node_modules|\.queuerun)\//.test(path))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(PROJECT, path), "utf8")));
}

export function parseSource(path: string, text: string): SourceFile {
  const { program, comments } = parseSync(path, text);
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  const docEnds = comments
    .filter((comment) => comment.type === "Block" && comment.value.startsWith("*"))
    .map((comment) => comment.end);
  const imports = new Set<string>();
  const functions: { line: number; lines: number }[] = [];
  const exports: ExportedName[] = [];
  const imported = new Map<string, Origin>();
  let readsEnvironment = false;

  const name = (source: Node | null) => {
    if (source?.type === "Literal" && typeof source.value === "string")
      imports.add(resolveImport(path, source.value));
  };
  const measure = ({ start, end }: Node) => {
    const line = lineAt(start);
    functions.push({ line, lines: lineAt(end) - line + 1 });
  };
  new Visitor({
    ImportDeclaration({ source, specifiers }) {
      name(source);
      const file = resolveImport(path, source.value);
      for (const specifier of specifiers)
        if (specifier.type === "ImportSpecifier")
          imported.set(specifier.local.name, { file, name: moduleName(specifier.imported) });
    },
    ImportExpression: ({ source }) => name(source),
    TSImportType: ({ source }) => name(source),
    ExportAllDeclaration: ({ source }) => name(source),
    ExportNamedDeclaration(node) {
      name(node.source);
      const documented = docEnds.some(
        (end) => end <= node.start && /^(\s|\/\/.*\n)*$/.test(text.slice(end, node.start)),
      );
      exports.push(...exportedNames(path, node, documented, imported));
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
    MemberExpression({ object, property }) {
      readsEnvironment ||=
        object.type === "Identifier" &&
        object.name === "process" &&
        "name" in property &&
        property.name === "env";
    },
  }).visit(program);
  return {
    path,
    lines: text.trimEnd().split("\n").length,
    imports: [...imports],
    functions,
    exports,
    readsEnvironment,
  };
}

function exportedNames(
  path: string,
  node: Extract<Node, { type: "ExportNamedDeclaration" }>,
  documented: boolean,
  imported: ReadonlyMap<string, Origin>,
): ExportedName[] {
  const { declaration, source, specifiers } = node;
  const reexported = specifiers.map(({ local, exported }) => {
    const name = moduleName(local);
    const from =
      source === null
        ? (imported.get(name) ?? null)
        : { file: resolveImport(path, source.value), name };
    return { name: moduleName(exported), from, documented };
  });
  return [
    ...declaredNames(declaration).map((name) => ({ name, from: null, documented })),
    ...reexported,
  ];
}

function moduleName(node: { type: string; name?: string; value?: string }): string {
  return node.name ?? node.value ?? "";
}

function declaredNames(declaration: Node | null): string[] {
  if (declaration === null) return [];
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) =>
      id.type === "Identifier" ? [id.name] : [],
    );
  if ("id" in declaration && declaration.id !== null && "name" in declaration.id)
    return [String(declaration.id.name)];
  return [];
}

/** A relative module as a path in the checkout; a package by its name alone. */
function resolveImport(importer: string, specifier: string): string {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(importer), specifier);
  if (specifier.startsWith("node:")) return specifier;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
