import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FILES = ["Pulumi.yaml", "Pulumi.yml"];
const NAME = /^name:[ \t]*(["']?)([\w.-]+)\1[ \t]*(?:#.*)?$/m;

/** Name of the Pulumi project that a folder is in, or one above it; undefined if there is none. */
export function findPulumiProject(folder: string): string | undefined {
  for (const file of FILES) {
    const text = readIfThere(join(folder, file));
    if (text !== undefined) return NAME.exec(text)?.[2];
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findPulumiProject(parent);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
