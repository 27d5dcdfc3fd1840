/** Brackets within each other that the parser takes: with several thousand it ends the process. */
const MAX_DEPTH = 1_500;

/** True of code that is nested deeper. Brackets of texts and comments count as well: most come in pairs. */
export function isNestedTooDeep(code: string): boolean {
  let depth = 0;
  for (let index = 0; index < code.length; index++) {
    const char = code.charCodeAt(index);
    if (char === 0x28 /* ( */ || char === 0x5b /* [ */ || char === 0x7b /* { */) {
      if (++depth > MAX_DEPTH) return true;
    } else if (char === 0x29 /* ) */ || char === 0x5d /* ] */ || char === 0x7d /* } */)
      depth = Math.max(0, depth - 1);
  }
  return false;
}
