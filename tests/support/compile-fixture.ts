import { fileURLToPath } from "node:url";
import ts from "typescript";
import { readBackend } from "../../build/read-backend.ts";
import { createTypes } from "../../build/types.ts";
import { createHost } from "./compile-project.ts";
import { PROJECT } from "./source-file.ts";

const STRICT: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2024,
  noEmit: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  types: ["node"],
  customConditions: ["queuerun-source"],
};

/** How a project may find its modules, and what it may make of them. */
export const SETTINGS = {
  nodenext: { ...STRICT, module: ts.ModuleKind.NodeNext, rewriteRelativeImportExtensions: true },
  bundler: {
    ...STRICT,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
  },
  declarations: {
    ...STRICT,
    module: ts.ModuleKind.NodeNext,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    noEmit: false,
    rootDir: PROJECT,
    outDir: "out",
  },
} satisfies Readonly<Record<string, ts.CompilerOptions>>;

/** A project below tests/fixtures whose folder `backend` is one. */
export interface TypedFixture {
  /** Compiles files together with the types that the build writes, and returns the errors. */
  compile(files: readonly string[], options: ts.CompilerOptions): string[];
  /** The same before the types have been written for the first time. */
  compileUntyped(files: readonly string[], options: ts.CompilerOptions): string[];
}

export async function openFixture(name: string): Promise<TypedFixture> {
  const folder = fileURLToPath(new URL(`../fixtures/${name}/`, import.meta.url));
  const types = createTypes("./backend", await readBackend(`${folder}backend`));
  return {
    compile: (files, options) => compile(folder, files, options, types),
    compileUntyped: (files, options) => compile(folder, files, options, ""),
  };
}

function compile(
  folder: string,
  files: readonly string[],
  options: ts.CompilerOptions,
  types: string,
): string[] {
  const path = `${folder}types.d.ts`;
  const host = createHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => file === path || fileExists(file);
  host.readFile = (file) => (file === path ? types : readFile(file));
  host.getSourceFile = (file, ...rest) =>
    file === path
      ? ts.createSourceFile(file, types, ts.ScriptTarget.ES2024)
      : getSourceFile(file, ...rest);
  const program = ts.createProgram([path, ...files.map((file) => folder + file)], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => describe(diagnostic, folder));
}

function describe({ file, start = 0, messageText }: ts.Diagnostic, folder: string): string {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined) return text;
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return `${file.fileName.replace(folder, "")}:${line}: ${text}`;
}
