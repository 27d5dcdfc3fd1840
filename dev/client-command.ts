import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The arguments that make Node run our runtime interface client. When queuerun runs from its
 * sources, the client is compiled first, or each instance would spend its start on TypeScript.
 */
export async function prepareClient(folder: string): Promise<readonly string[]> {
  if (import.meta.url.endsWith(".js"))
    return [fileURLToPath(new URL("runtime-client.js", import.meta.url))];
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("runtime-client.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const file = join(folder, "runtime-client.mjs");
  await Promise.all(outputFiles.map(({ contents }) => writeFile(file, contents)));
  return [file];
}
