/**
 * Parses env files as Node does, with places. (Node's own `parseEnv` tells none, and makes two
 * variables one where a space follows the "=": `A= ` and `B=1` on the next line are `A` alone.)
 */
export type EnvLine = EnvAssignment | EnvMistake;

export interface EnvAssignment {
  readonly kind: "assignment";
  readonly name: string;
  readonly value: string;
  /** Of the name; one-based. */
  readonly line: number;
  readonly column: number;
}

export interface EnvMistake {
  readonly kind: "no assignment" | "no closing quote";
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

const IGNORED = /^\s*(?:#.*)?$/;
const INDENT = /^\s*(?:export\s+)?/;
const QUOTED = /^(["'`])([\s\S]*?)\1[^\n]*/;

/** The lines of `text` that are neither empty nor a comment. A quoted value may take several. */
export function parseEnvFile(text: string): EnvLine[] {
  const lines: EnvLine[] = [];
  let line = 1;
  for (let rest = text.replaceAll("\r\n", "\n"); rest !== ""; ) {
    const [content = ""] = rest.split("\n", 1);
    const { found, length } = IGNORED.test(content)
      ? { found: undefined, length: content.length }
      : parseLine(rest, content, line);
    if (found !== undefined) lines.push(found);
    line += rest.slice(0, length).split("\n").length;
    rest = rest.slice(length + 1);
  }
  return lines;
}

/** @param rest Of the file, which begins with the line `content`. */
function parseLine(
  rest: string,
  content: string,
  line: number,
): { found: EnvLine; length: number } {
  // No pattern for all of it: one that has several ways to divide white space takes long over a lot of it
  const equals = content.indexOf("=");
  const head = content.slice(0, Math.max(equals, 0));
  const [indent = ""] = INDENT.exec(head) ?? [];
  const name = head.slice(indent.length).trimEnd();
  const value = content.slice(equals + 1);
  const before = content.slice(0, content.length - value.trimStart().length);
  const column = indent.length + 1;
  const end = { line, endColumn: content.length + 1 };
  if (name === "")
    return { found: { kind: "no assignment", column: 1, ...end }, length: content.length };
  const quoted = QUOTED.exec(rest.slice(before.length));
  if (quoted === null && /^["'`]/.test(content.slice(before.length))) {
    const found = { kind: "no closing quote", column: before.length + 1, ...end } as const;
    return { found, length: content.length };
  }
  const [taken, quote, inside = ""] = quoted ?? [content.slice(before.length)];
  const read = quote === undefined ? readPlain(taken) : readQuoted(quote, inside);
  const found = { kind: "assignment", name, value: read, line, column } as const;
  return { found, length: before.length + taken.length };
}

function readPlain(text: string): string {
  return text.replace(/#.*$/, "").trim();
}

function readQuoted(quote: string, inside: string): string {
  return quote === '"' ? inside.replaceAll("\\n", "\n") : inside;
}
