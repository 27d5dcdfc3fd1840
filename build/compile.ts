import {
  type BuildContext,
  type BuildFailure,
  type BuildOptions,
  context,
  type Metafile,
} from "esbuild";
import type { Problem } from "../manifest/problem.ts";
import { createCompileProblem, createCompileWarnings } from "./compile-problems.ts";
import { findFileReferences } from "./file-references.ts";
import { createOutputFinisher, MODULE_PATHS } from "./outputs.ts";
import { findOutsideFiles } from "./outside-files.ts";
import { OWN_FOLDER } from "./own-modules.ts";
import { type CompileInput, createPackagePlugin, ENTRY_MODULE } from "./package-plugin.ts";
import type { ZipEntry } from "./zip.ts";

export interface Compiled {
  /** Empty if there are problems. */
  readonly files: readonly ZipEntry[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Paths of queuerun's own modules that the code imports: `../queuerun/core.mjs`. */
  readonly ownImports: readonly string[];
}

/** Compiles one backend, again and again: esbuild keeps what has not changed. */
export interface Compiler {
  compile(input: CompileInput): Promise<Compiled>;
  /** Files outside the backend folder that the last good compilation read, but for packages. */
  outsideFiles(): readonly string[];
  dispose(): Promise<void>;
}

/** @param folder The backend, as a real path. */
export function createCompiler(folder: string): Compiler {
  let current: CompileInput;
  let starting: Promise<BuildContext<Options>> | undefined;
  let outside: readonly string[] = [];
  const finishOutputs = createOutputFinisher(folder);
  return {
    async compile(input) {
      current = input;
      starting ??= context(createOptions(folder, () => current));
      const compiling = await starting;
      try {
        const { outputFiles, warnings, metafile } = await compiling.rebuild();
        outside = findOutsideFiles(folder, metafile);
        return {
          files: finishOutputs(outputFiles, metafile),
          problems: [],
          ownImports: listOwnImports(metafile),
          warnings: [
            ...createCompileWarnings(folder, warnings),
            ...findFileReferences(folder, outputFiles, metafile),
          ],
        };
      } catch (error) {
        if (!isBuildFailure(error)) throw error;
        const problems = error.errors.map((message) => createCompileProblem(folder, message));
        const warnings = createCompileWarnings(folder, error.warnings);
        return { files: [], problems, warnings, ownImports: [] };
      }
    },
    outsideFiles: () => outside,
    async dispose() {
      await (await starting)?.dispose();
    },
  };
}

type Options = BuildOptions & { readonly write: false; readonly metafile: true };

function createOptions(folder: string, input: () => CompileInput): Options {
  return {
    absWorkingDir: folder,
    entryPoints: [{ in: ENTRY_MODULE, out: "index" }],
    outdir: folder,
    write: false,
    bundle: true,
    // Each route, queue and middleware is a chunk of its own, loaded when it is needed.
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    // Two classes of one name in a chunk, and one is renamed: logs, stacks and comparisons of
    // `constructor.name` must not see it.
    keepNames: true,
    define: MODULE_PATHS,
    charset: "utf8",
    legalComments: "none",
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    logLimit: 0,
    metafile: true,
    plugins: [createPackagePlugin(folder, input)],
  };
}

const OWN_PATH = new RegExp(`^\\.{1,2}/${OWN_FOLDER}/`);

function listOwnImports({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap(({ imports }) => imports);
  return imports.filter(({ path }) => OWN_PATH.test(path)).map(({ path }) => path);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && "warnings" in error;
}
