import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { installInCache } from "../tests/support/install-in-cache.ts";
import { PROJECT } from "../tests/support/source-file.ts";

let installing: Promise<string> | undefined;

/** Resolves to the folder in which the peers are installed, outside of the checkout. */
export function installPeers(): Promise<string> {
  installing ??= installInCache("bench/peers");
  return installing;
}

/**
 * Bundles a handler as one would for Lambda: minified, as an ES module, in chunks where it imports on
 * demand. It may import the peers, and what the checkout depends on.
 * @param outdir Gets `index.mjs`.
 */
export async function bundleHandler(source: string, outdir: string): Promise<void> {
  const peers = await installPeers();
  await build({
    stdin: { contents: source, resolveDir: PROJECT, loader: "ts" },
    nodePaths: [join(peers, "node_modules")],
    outdir,
    entryNames: "index",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
}

/** Names with versions, for who reads the figures: `Hono 4.13.19`. */
export async function describePeers(): Promise<string> {
  const resolve = createRequire(join(await installPeers(), "package.json"));
  const { dependencies } = resolve("./package.json") as { dependencies: Record<string, string> };
  return Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}
