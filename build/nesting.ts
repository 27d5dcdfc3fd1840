import { spawnSync } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** Brackets within each other that the parser takes: with several thousand it ends the process. */
const MAX_DEPTH = 1_500;
/**
 * Of words and signs. Each may be a level of its own, as in `!!!!a`, `a=>a=>a` and `else if`, and of the
 * dearest, `a<a<a`, it takes 13,000 to end a process whose stack has 8 MB.
 */
const MAX_TOKENS = 5_000;
const TOKEN = /[\w$]+|[^\s\w$,;]/g;
const PARSING = new URL(`parse-apart${extname(import.meta.url)}`, import.meta.url);

/**
 * True of code that would end the process of whoever parses it. Long code is tried in a process of its own:
 * it takes a tenth of a second, and most files are shorter.
 */
export function isNestedTooDeep(file: string, code: string): boolean {
  return hasDeepBrackets(code) || (isLong(code) && !canBeParsed(file, code));
}

/** Those of texts and comments count as well: most come in pairs. */
function hasDeepBrackets(code: string): boolean {
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

/** @param length Of the code, in characters or bytes. */
export function canBeLong(length: number): boolean {
  return length > MAX_TOKENS;
}

function isLong(code: string): boolean {
  if (!canBeLong(code.length)) return false;
  let tokens = 0;
  for (const _ of code.matchAll(TOKEN)) if (++tokens > MAX_TOKENS) return true;
  return false;
}

function canBeParsed(file: string, code: string): boolean {
  const { status, error } = spawnSync(process.execPath, [fileURLToPath(PARSING), file], {
    input: code,
    stdio: ["pipe", "ignore", "ignore"],
  });
  if (error !== undefined) throw error;
  return status === 0;
}
