const PRIMES = [0x01000193, 0x85ebca6b] as const;

/**
 * A short hash that changes with the content, for ETags: two lanes of FNV-1a and the length, in base
 * 36. Not for secrets. Not `node:crypto`, as that takes milliseconds of the first response to load.
 */
export function hashContent(text: string): string {
  let first = 0x811c9dc5;
  let second = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, PRIMES[0]);
    second = Math.imul(second ^ (unit + index), PRIMES[1]);
    second ^= second >>> 13;
  }
  return [text.length, first >>> 0, second >>> 0].map((part) => part.toString(36)).join("-");
}
