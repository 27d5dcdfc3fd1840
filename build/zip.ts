import { createHash } from "node:crypto";
import { type Zippable, zipSync } from "fflate";

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly executable?: boolean;
}

// A zip has no time zone, and begins in 1980: the same hour everywhere.
const MODIFIED = new Date(1980, 0, 1, 12);
const UNIX = 3;
const REGULAR_FILE = 0o100000;

/**
 * Zips `entries` to the same bytes at any time, in any folder, under any umask, on any machine: the
 * zlib of Node compresses differently by processor, fflate is the same everywhere.
 */
export function createZip(entries: readonly ZipEntry[]): Uint8Array {
  const files: Zippable = {};
  for (const { name, content, executable } of entries.toSorted(byName)) {
    const mode = REGULAR_FILE | (executable ? 0o755 : 0o644);
    files[name] = [content, { mtime: MODIFIED, os: UNIX, attrs: (mode << 16) >>> 0, level: 6 }];
  }
  return zipSync(files);
}

// Not localeCompare: the order must not depend on the machine's language.
function byName(a: ZipEntry, b: ZipEntry): number {
  return a.name < b.name ? -1 : 1;
}

/** SHA-256 in base64, as Lambda's `CodeSha256`. */
export function hashZip(zip: Uint8Array): string {
  return createHash("sha256").update(zip).digest("base64");
}
