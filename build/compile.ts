import {
  type BuildContext,
  type BuildFailure,
  type BuildOptions,
  type BuildResult,
  context,
  type Message,
} from "esbuild";
import { finishOutputs } from "./outputs.ts";
import { createPackagePlugin } from "./package-plugin.ts";
import type { ZipEntry } from "./zip.ts";

export interface Compiled {
  readonly files: readonly ZipEntry[];
  readonly errors: readonly Message[];
  readonly warnings: readonly Message[];
}

/** Compiles the modules of one backend, again and again: esbuild keeps what has not changed. */
export interface Compiler {
  /** @param entry The source of `index.mjs`. */
  compile(entry: string): Promise<Compiled>;
  dispose(): Promise<void>;
}

/** @param folder The backend, as a real path. */
export function createCompiler(folder: string): Compiler {
  let entry = "";
  let starting: Promise<BuildContext> | undefined;
  const options = createOptions(folder, () => entry);
  return {
    async compile(source) {
      entry = source;
      starting ??= context(options);
      const compiling = await starting;
      try {
        const { outputFiles = [], warnings } = await compiling.rebuild();
        return { files: finishOutputs(folder, outputFiles), errors: [], warnings };
      } catch (error) {
        if (!isBuildFailure(error)) throw error;
        return { files: [], errors: error.errors, warnings: error.warnings };
      }
    },
    async dispose() {
      await (await starting)?.dispose();
    },
  };
}

function createOptions(folder: string, entry: () => string): BuildOptions {
  return {
    absWorkingDir: folder,
    entryPoints: [{ in: "queuerun:entry", out: "index" }],
    outdir: folder,
    write: false,
    bundle: true,
    chunkNames: "chunks/[name]-[hash]",
    // Each route, queue and middleware is a chunk of its own, loaded when it is needed.
    splitting: true,
    format: "esm",
    outExtension: { ".js": ".mjs" },
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    // Identifiers stay: the names of classes and functions are seen in logs and stacks.
    minifySyntax: true,
    minifyWhitespace: true,
    charset: "utf8",
    legalComments: "none",
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    plugins: [createPackagePlugin(folder, entry)],
  };
}

function isBuildFailure(error: unknown): error is BuildFailure & Partial<BuildResult> {
  return error instanceof Error && "errors" in error && "warnings" in error;
}
