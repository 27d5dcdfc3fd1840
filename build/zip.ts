import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { deflateSync } from "fflate";

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly executable?: boolean;
}

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7 to 4.3.16
const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION_NEEDED = 20;
const MADE_ON_UNIX = (3 << 8) | VERSION_NEEDED;
const NAME_IS_UTF8 = 1 << 11;
const DEFLATE = 8;
/** 1 January 1980, midnight: the first a zip can hold, and it has no time zone. */
const MODIFIED_DATE = (1 << 5) | 1;
const REGULAR_FILE = 0o100000;

/** Zips `entries` to the same bytes at any time, in any folder, under any umask, on any machine. */
export function createZip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries.toSorted(byName)) {
    const local = createLocalFile(entry);
    locals.push(local);
    centrals.push(createCentralFile(entry, local, offset));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([
    ...locals,
    directory,
    createEnd(centrals.length, directory.length, offset),
  ]);
}

// Not localeCompare: the order must not depend on the machine's language.
function byName(a: ZipEntry, b: ZipEntry): number {
  return a.name < b.name ? -1 : 1;
}

function createLocalFile({ name, content }: ZipEntry): Buffer {
  const { deflated, checksum } = compress(content);
  const encoded = Buffer.from(name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL_FILE, 0);
  header.writeUInt16LE(VERSION_NEEDED, 4);
  header.writeUInt16LE(NAME_IS_UTF8, 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt16LE(MODIFIED_DATE, 12);
  header.writeUInt32LE(checksum, 14);
  header.writeUInt32LE(deflated.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(encoded.length, 26);
  return Buffer.concat([header, encoded, deflated]);
}

function createCentralFile({ name, executable }: ZipEntry, local: Buffer, offset: number): Buffer {
  const mode = REGULAR_FILE | (executable ? 0o755 : 0o644);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_FILE, 0);
  header.writeUInt16LE(MADE_ON_UNIX, 4);
  // From the version needed to the lengths, the fields are those of the local header.
  local.copy(header, 6, 4, 30);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(name)]);
}

function createEnd(count: number, directoryLength: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryLength, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}

/** Compresses `entries` ahead, for a time when there is nothing else to do. */
export function prepareZip(entries: readonly ZipEntry[]): void {
  for (const { content } of entries) compress(content);
}

interface Compressed {
  readonly deflated: Uint8Array;
  readonly checksum: number;
}

/** What a rebuild has in common with the last one is not compressed again. */
const compressed = new WeakMap<Uint8Array, Compressed>();

function compress(content: Uint8Array): Compressed {
  const known = compressed.get(content);
  if (known !== undefined) return known;
  // Not the zlib in Node: its output differs from version to version.
  const fresh = { deflated: deflateSync(content), checksum: crc32(content) };
  compressed.set(content, fresh);
  return fresh;
}

/** SHA-256 in base64, as Lambda's `CodeSha256`. */
export function hashZip(zip: Uint8Array): string {
  return createHash("sha256").update(zip).digest("base64");
}
