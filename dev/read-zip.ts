/**
 * Reads a deployment package: the entries of a zip file with their Unix modes, which Lambda keeps
 * (the exec wrapper must stay executable). Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { inflateRawSync } from "node:zlib";

export interface ZipEntry {
  /** Relative, with slashes. */
  readonly name: string;
  /** Permission bits: `0o755`. */
  readonly mode: number;
  readonly data: Buffer;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
const DEFAULT_MODE = 0o644;

/** @throws Error for what is no zip file, is damaged, or holds an entry that would leave its folder. */
export function readZip(zip: Uint8Array): ZipEntry[] {
  try {
    return readEntries(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength));
  } catch (cause) {
    // An offset that is out of range, or data that cannot be inflated
    if (!isNodeError(cause)) throw cause;
    throw new Error("Cannot read deployment package: it is damaged", { cause });
  }
}

function isNodeError(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}

function readEntries(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY)
    throw new Error("Cannot read deployment package: it is no zip file");
  const count = bytes.readUInt16LE(end + 10);
  let offset = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    const { entry, next } = readEntry(bytes, offset);
    if (!entry.name.endsWith("/")) entries.push(entry);
    offset = next;
  }
  return entries;
}

/** Reads one entry of the central directory, and its data at the place it names. */
function readEntry(bytes: Buffer, offset: number): { entry: ZipEntry; next: number } {
  if (bytes.readUInt32LE(offset) !== DIRECTORY_ENTRY)
    throw new Error("Cannot read deployment package: its directory is damaged");
  const nameLength = bytes.readUInt16LE(offset + 28);
  const nameStart = offset + 46;
  const name = bytes.toString("utf8", nameStart, nameStart + nameLength);
  if (name.startsWith("/") || name.split("/").includes(".."))
    throw new Error(`Cannot read deployment package: "${name}" lies outside of it`);
  // Upper half: what Unix calls st_mode; zero when the zip was made elsewhere
  const mode = (bytes.readUInt32LE(offset + 38) >>> 16) & 0o777;
  const next =
    nameStart + nameLength + bytes.readUInt16LE(offset + 30) + bytes.readUInt16LE(offset + 32);
  return { entry: { name, mode: mode || DEFAULT_MODE, data: readData(bytes, offset, name) }, next };
}

function readData(bytes: Buffer, offset: number, name: string): Buffer {
  const method = bytes.readUInt16LE(offset + 10);
  const size = bytes.readUInt32LE(offset + 20);
  const local = bytes.readUInt32LE(offset + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(start, start + size);
  if (method === STORED) return data;
  if (method === DEFLATED) return inflateRawSync(data);
  throw new Error(`Cannot read deployment package: "${name}" is compressed by method ${method}`);
}
