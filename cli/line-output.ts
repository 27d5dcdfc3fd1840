/** Milliseconds for which lines are collected: nobody reads faster. */
const COLLECT_MS = 10;

/**
 * Prints the lines of a moment in one write: a write for each line wakes whoever reads them as often as
 * there are requests.
 */
export function createLineOutput(write: (lines: string) => void = console.log) {
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length > 0) write(lines.join("\n"));
    lines = [];
  };
  return {
    print(line: string): void {
      lines.push(line);
      timer ??= setTimeout(flush, COLLECT_MS);
    },
    /** Before the process ends. */
    flush,
  };
}
