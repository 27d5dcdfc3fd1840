const MEGABYTES = { MB: 1, GB: 1_024 } as const;
const MEMORY_SIZE = /^(\d+(?:\.\d+)?) ?(MB|GB)$/;

/** What to write where a memory size is wanted. */
export const MEMORY_SIZE_FORMS = 'a number of MB, or "512MB", "0.5GB"';

/** A memory size in MB: a number is MB already. Null if `value` is no memory size. */
export function parseMemorySize(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : null;
  const match = typeof value === "string" ? MEMORY_SIZE.exec(value) : null;
  if (match === null) return null;
  const size = Math.round(Number(match[1]) * MEGABYTES[match[2] as keyof typeof MEGABYTES]);
  return Number.isFinite(size) ? size : null;
}
