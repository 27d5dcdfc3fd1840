import type { Row } from "./part.ts";

/** Around the table in `docs/reliability.md`. */
const BEGIN = "<!-- table of npm run soak -->";
const END = "<!-- end of the table -->";

/** In Markdown. */
export function createTable(rows: readonly Row[]): string {
  const lines = rows.map(({ promise, done, figures, held }) =>
    createLine([promise, done, figures, held ? "held" : "**BROKEN**"]),
  );
  const head = ["promise", "what was done", "figures", ""];
  return [createLine(head), createLine(head.map(() => "---")), ...lines].join("\n");
}

/**
 * Returns the page with another table.
 * @throws Error for a page without the marks around one.
 */
export function replaceTable(page: string, rows: readonly Row[]): string {
  const [before, after] = divide(page);
  return `${before}\n\n${createTable(rows)}\n\n${after}`;
}

/** The first column of the page's table, in order. */
export function findPromises(page: string): string[] {
  const [before, after] = divide(page);
  const lines = page
    .slice(before.length, page.length - after.length)
    .trim()
    .split("\n");
  return lines.slice(2).map((line) => line.split(" | ")[0]?.slice("| ".length) ?? "");
}

/** What comes before the table and behind it, with the marks. */
function divide(page: string): [before: string, after: string] {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin)
    throw new Error(`No place for the table: the page needs "${BEGIN}" and, below, "${END}"`);
  return [page.slice(0, begin + BEGIN.length), page.slice(end)];
}

function createLine(cells: readonly string[]): string {
  // A bar would begin another cell, and a line break another line
  return `| ${cells.map((cell) => cell.replaceAll("|", "/").replaceAll(/\s+/g, " ")).join(" | ")} |`;
}
