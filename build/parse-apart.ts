/** Parses the code that it reads, `node parse-apart.ts FILE`, and is ended by it when it is nested too deep. */
import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";

/** Of the stack, some hundred kilobytes: whoever asks has used some of its own, and must not be ended where this is not. */
const CALLS = 3_000;

parseBelow(CALLS);

function parseBelow(calls: number): void {
  if (calls > 0) parseBelow(calls - 1);
  else parseSync(process.argv[2] ?? "", readFileSync(0, "utf8"));
}
