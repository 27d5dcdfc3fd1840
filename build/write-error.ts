const REASONS = new Map([
  ["EEXIST", "it is a file, not a folder"],
  ["ENOTDIR", "a part of the path is a file, not a folder"],
  ["EISDIR", "it has a folder where a file would be written"],
  ["ENOENT", "no folder can be made there"],
  ["EACCES", "access is denied"],
  ["EPERM", "access is denied"],
  ["EROFS", "the file system is read-only"],
]);

/** Why a folder cannot be written to; undefined for an error that says nothing about the folder. */
export function describeWriteError(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = REASONS.get(code);
  return reason === undefined ? undefined : `${reason} (${code})`;
}
