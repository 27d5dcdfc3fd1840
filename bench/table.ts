import { formatNumber } from "./figure.ts";
import type { Conditions } from "./machine.ts";
import { type Goal, meetsGoal, type Row, type RowSpec } from "./row.ts";

const HEADER = ["work", "figure", "goal", "in detail"];

/** The rows and how they were measured, in Markdown. */
export function createReport(
  { command, date, machine, versions }: Conditions,
  rows: readonly Row[],
): string {
  return `\`${command}\`, ${date}, ${machine}; ${versions}.\n\n${createTable(rows)}`;
}

function createTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    describeRow(row),
    `${formatNumber(row.value)} ${row.unit}${meetsGoal(row) ? "" : " (missed)"}`,
    formatGoal(row.goal, row.unit),
    row.details,
  ]);
  return [HEADER, HEADER.map(() => "---"), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** First cell of a row, by which it is found in a table. */
export function describeRow({ work, against }: RowSpec): string {
  return `${work}, ${against}`;
}

function formatGoal(goal: Goal | null, unit: string): string {
  if (goal === null) return "";
  return "atMost" in goal ? `at most ${goal.atMost} ${unit}` : `at least ${goal.atLeast} ${unit}`;
}

/** Begins and ends what `--write` replaces. */
export const MARKERS = { begin: "<!-- bench: begin -->", end: "<!-- bench: end -->" };

/** @throws if the text has no markers to write between. */
export function writeBetweenMarkers(text: string, content: string): string {
  const begin = text.indexOf(MARKERS.begin);
  const end = text.indexOf(MARKERS.end);
  if (begin === -1 || end < begin)
    throw new Error(`No lines "${MARKERS.begin}" and "${MARKERS.end}" to write between`);
  return `${text.slice(0, begin + MARKERS.begin.length)}\n\n${content}\n\n${text.slice(end)}`;
}
