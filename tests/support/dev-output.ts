import { EventEmitter } from "node:events";

/** Collects lines, and lets a test wait for one. */
export interface TestOutput {
  readonly lines: string[];
  readonly write: (line: string) => void;
  /** Resolves to the first line that matches, now or later. */
  find(pattern: RegExp): Promise<string>;
}

export function createOutput(): TestOutput {
  const lines: string[] = [];
  const written = new EventEmitter();
  return {
    lines,
    write(line) {
      lines.push(line);
      written.emit("line", line);
    },
    find: (pattern) =>
      new Promise((resolve) => {
        const check = (line: string) => {
          if (!pattern.test(line)) return;
          written.off("line", check);
          resolve(line);
        };
        const found = lines.find((line) => pattern.test(line));
        if (found === undefined) written.on("line", check);
        else resolve(found);
      }),
  };
}
