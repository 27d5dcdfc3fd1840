import type { BuildFailure, Plugin } from "esbuild";

export interface ScriptOptions {
  /** Source of the module that is run: it imports the others. */
  readonly main: string;
  /** What it finds packages from. */
  readonly folder: string;
  /** Where `main.mjs` is written. */
  readonly outdir: string;
  /** URL of the SDK that the script gets, whichever copies are installed. */
  readonly sdk: string;
}

/**
 * Bundles a script with the parts of the backend that it imports: what several of them import is the
 * same module. Packages, and modules named by URL, stay outside.
 * @returns what is wrong with the script, as text.
 */
export async function bundleScript(options: ScriptOptions): Promise<string | undefined> {
  const { main, folder, outdir, sdk } = options;
  const { build, formatMessages } = await import("esbuild");
  try {
    await build({
      stdin: { contents: main, resolveDir: folder },
      outdir,
      entryNames: "main",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node22",
      packages: "external",
      sourcemap: "inline",
      logLevel: "silent",
      plugins: [createPlugin(sdk)],
    });
    return undefined;
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    return (await formatMessages(errors, { kind: "error" })).join("").trimEnd();
  }
}

function createPlugin(sdk: string): Plugin {
  return {
    name: "queuerun-script",
    setup({ onResolve }) {
      onResolve({ filter: /^queuerun\/sdk$/ }, () => ({ path: sdk, external: true }));
      onResolve({ filter: /^file:/ }, ({ path }) => ({ path, external: true }));
    },
  };
}
