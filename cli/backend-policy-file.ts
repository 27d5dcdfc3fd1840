import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ParsedBackendPolicy, parseBackendPolicy } from "../permissions/backend-policy.ts";

/** Reads the file of `--backend-policy`; without one there is no grant. */
export function readGrants(
  file: string | undefined,
  cwd: string,
): ParsedBackendPolicy | { readonly policy: null } {
  if (file === undefined) return { policy: null };
  const text = readText(resolve(cwd, file));
  if (text === undefined) return { problems: [`--backend-policy: "${file}" cannot be read`] };
  const parsed = parseBackendPolicy(text);
  if ("policy" in parsed) return parsed;
  return { problems: parsed.problems.map((problem) => `--backend-policy: ${file}: ${problem}`) };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
