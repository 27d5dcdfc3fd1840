import type { Place } from "../manifest/source-module.ts";

/** Finds lines and columns of offsets in `source`. */
export function createLineIndex(source: string): (start: number, end?: number) => Place {
  let starts: number[] | undefined;
  return (start, end) => {
    starts ??= lineStarts(source);
    const line = lineOf(starts, start);
    const lineStart = starts[line] ?? 0;
    const place = { line: line + 1, column: start - lineStart + 1 };
    const isOneLine = end !== undefined && lineOf(starts, end) === line;
    return isOneLine ? { ...place, endColumn: end - lineStart + 1 } : place;
  };
}

function lineStarts(source: string): number[] {
  const starts: number[] = [];
  for (let start = 0; start >= 0; start = source.indexOf("\n", start) + 1 || -1) starts.push(start);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
