const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const DURATION = /^(\d+(?:\.\d+)?)([smhd])$/;

/** What to write where a duration is wanted. */
export const DURATION_FORMS = 'a number of seconds, or "90s", "15m", "12h", "7d"';

/** A duration as one would write it: `90`, `"15m"`, `"14d"`. */
export function formatDuration(seconds: number): string {
  const units = (["d", "h", "m"] as const).filter((unit) => seconds >= SECONDS[unit]);
  const unit = units.find((unit) => seconds % SECONDS[unit] === 0);
  return unit === undefined ? String(seconds) : `"${seconds / SECONDS[unit]}${unit}"`;
}

/** A duration in seconds: a number is seconds already. Null if `value` is no duration. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : null;
  const match = typeof value === "string" ? DURATION.exec(value) : null;
  if (match === null) return null;
  const seconds = Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
  // "0.7m" is 42 s, not 41.99999999999999.
  const rounded = Math.round(seconds * 1_000) / 1_000;
  return Number.isFinite(rounded) ? rounded : null;
}
