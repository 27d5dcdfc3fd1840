import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { styleText } from "node:util";
import { codeFrameColumns } from "@babel/code-frame";
import type { Problem } from "../manifest/problem.ts";
import { displayPath } from "./display-path.ts";

export interface ReportOptions {
  /** The backend folder, which the files of problems are relative to. */
  readonly folder: string;
  /** Where the reader is. */
  readonly cwd: string;
  readonly color: boolean;
}

/** Describes problems for people: place, message, code frame, and what to write instead. */
export function formatProblems(problems: readonly Problem[], options: ReportOptions): string {
  const parts = problems.map((problem) => formatProblem(problem, options));
  return [...parts, countProblems(problems.length)].join("\n\n");
}

export function countProblems(count: number): string {
  return count === 1 ? "1 problem" : `${count} problems`;
}

function formatProblem(problem: Problem, options: ReportOptions): string {
  const { message, fix } = problem;
  const place = formatPlace(problem, options);
  const frame = createFrame(problem, options);
  return [
    style("bold", place === "" ? message : `${place}: ${message}`, options),
    ...(frame === undefined ? [] : [frame]),
    ...(fix === undefined ? [] : [`${style("green", "→", options)} ${fix}`]),
  ].join("\n");
}

function formatPlace({ file, line, column }: Problem, { folder, cwd }: ReportOptions): string {
  if (file === undefined) return "";
  return [displayPath(join(folder, file), cwd), line, column]
    .filter((part) => part !== undefined)
    .join(":");
}

function createFrame(problem: Problem, { folder, color }: ReportOptions): string | undefined {
  const { file, line, column, endColumn } = problem;
  if (file === undefined || line === undefined || isEnvFile(file)) return undefined;
  const source = readSource(join(folder, file));
  if (source === undefined) return undefined;
  const start = column === undefined ? { line } : { line, column };
  const end = endColumn === undefined ? {} : { end: { line, column: endColumn } };
  const options = { highlightCode: color, forceColor: color, linesAbove: 1, linesBelow: 1 };
  return codeFrameColumns(source, { start, ...end }, options);
}

/** Its lines are secrets, and what is reported ends up in logs: the name and the place must do. */
function isEnvFile(file: string): boolean {
  return basename(file).startsWith(".env");
}

function readSource(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has been deleted since: the message has to do.
    return undefined;
  }
}

function style(format: "bold" | "green", text: string, { color }: ReportOptions): string {
  return color ? styleText(format, text, { validateStream: false }) : text;
}
