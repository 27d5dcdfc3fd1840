import { createHash } from "node:crypto";
import { type Zippable, zipSync } from "fflate";

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly executable?: boolean;
}

// The first time a zip can hold, in whatever time zone: zip times have none.
const MODIFIED = new Date(1980, 0, 1);
const UNIX = 3;

/** Zips `entries` to the same bytes at any time, in any folder, under any umask. */
export function createZip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const files: Zippable = {};
  for (const { name, content, executable } of sorted) {
    const mode = executable ? 0o100755 : 0o100644;
    files[name] = [content, { mtime: MODIFIED, os: UNIX, attrs: (mode << 16) >>> 0, level: 9 }];
  }
  return zipSync(files);
}

/** SHA-256 in base64, as Lambda's `CodeSha256`. */
export function hashPackage(zip: Uint8Array): string {
  return createHash("sha256").update(zip).digest("base64");
}
