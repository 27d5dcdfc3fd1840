import type { Readable } from "node:stream";

/** Calls `emit` with each line of a stream, the last one also when it has no line break. */
export function forEachLine(stream: Readable, emit: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) emit(line.replace(/\r$/, ""));
  });
  stream.on("close", () => {
    if (rest !== "") emit(rest);
  });
}
