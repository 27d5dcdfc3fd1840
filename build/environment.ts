import { parseEnv } from "node:util";
import { RESERVED_PREFIX } from "../manifest/environment.ts";
import { formatQuantity, LIMITS } from "../manifest/limits.ts";
import type { Problem } from "../manifest/problem.ts";

export interface Environment {
  readonly variables: Readonly<Record<string, string>>;
  /** Of all names and values, queuerun's own variables included. */
  readonly bytes: number;
  readonly problems: readonly Problem[];
}

/** Kept for the variables that queuerun sets itself: two queue URLs, and the path of the exec wrapper. */
export const OWN_VARIABLES_BYTES = 400;

const NAME = /^[a-zA-Z][a-zA-Z0-9_]+$/;

/** Why Lambda or queuerun does not let a backend set these variables. */
const REFUSED: readonly (readonly [names: RegExp, reason: string])[] = [
  [/^AWS_LAMBDA_EXEC_WRAPPER$/, "queuerun uses it to keep its credentials from your code"],
  [/^NODE_OPTIONS$|^LD_PRELOAD$/, "it would run code before queuerun has put its credentials away"],
  [new RegExp(`^${RESERVED_PREFIX}`), "names with this beginning are queuerun's own"],
  [
    /^(?:AWS_)?LAMBDA_|^_HANDLER$|^_X_AMZN_TRACE_ID$|^AWS_EXECUTION_ENV$|^AWS_SESSION_TOKEN$/,
    "Lambda sets it itself",
  ],
];

/** Parses an env file as Node does, and checks it by Lambda's rules. */
export function parseEnvironment(file: string, text: string): Environment {
  // Node reads `export NAME=` as "export NAME" where it is the last of a file without a line end.
  const entries = Object.entries(parseEnv(`${text}\n`));
  const variables = Object.fromEntries(entries.map(([name, value]) => [name, value ?? ""]));
  const bytes = OWN_VARIABLES_BYTES + countBytes(variables);
  const problems = findLines(text).flatMap((line) => checkLine(file, line));
  const { maximum } = LIMITS.environment;
  if (bytes > maximum)
    problems.push({
      file,
      message: `The environment is ${formatQuantity(bytes, LIMITS.environment)}, at most ${formatQuantity(maximum, LIMITS.environment)} (${OWN_VARIABLES_BYTES} of them queuerun's own)`,
      fix: "Keep large values elsewhere, as in Systems Manager Parameter Store, and read them in warmup()",
    });
  return { variables, bytes, problems };
}

function countBytes(variables: Readonly<Record<string, string>>): number {
  return Object.entries(variables).reduce(
    (bytes, [name, value]) => bytes + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
}

interface EnvLine {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** Absent from a line that sets nothing. */
  readonly name?: string;
}

function checkLine(file: string, { line, column, text, name }: EnvLine): Problem[] {
  if (name === undefined) {
    const at = { file, line, column, endColumn: column + text.length };
    return [
      { ...at, message: "The line sets no variable", fix: "Write NAME=value, or # before it" },
    ];
  }
  const refusal = refuseVariable(name);
  if (refusal === undefined) return [];
  return [{ file, line, column, endColumn: column + name.length, ...refusal }];
}

/** Why a variable of this name cannot be set, and what to do; undefined if it can. */
export function refuseVariable(name: string): { message: string; fix: string } | undefined {
  const refused = REFUSED.find(([names]) => names.test(name));
  if (refused !== undefined)
    return { message: `"${name}" cannot be set: ${refused[1]}`, fix: "Remove it" };
  if (NAME.test(name)) return undefined;
  return {
    message: `"${name}" cannot be the name of a variable in Lambda`,
    fix: 'Begin with a letter, go on with letters, digits and "_", two characters at least',
  };
}

// A quoted value may go on over several lines, which set nothing of their own.
const ASSIGNMENT =
  /^(?<indent>[^\S\n]*(?:export[^\S\n]+)?)(?<name>[^=\n]*?)[^\S\n]*=[^\S\n]*(?:(?<quote>["'`])(?:(?!\k<quote>)[\s\S])*\k<quote>)?[^\n]*/;
const OTHER = /^[^\n]*/;

/** The lines that set a variable, or that are neither that nor empty nor a comment. */
function findLines(text: string): EnvLine[] {
  const lines: EnvLine[] = [];
  let line = 1;
  for (let rest = text.replaceAll("\r\n", "\n"); rest !== ""; ) {
    const [content = ""] = OTHER.exec(rest) ?? [];
    const isBlank = /^\s*(?:#.*)?$/.test(content);
    const match = isBlank ? null : ASSIGNMENT.exec(rest);
    const taken = match?.[0] ?? content;
    if (match?.groups?.name) {
      const { indent = "", name } = match.groups;
      lines.push({ line, column: indent.length + 1, text: content, name });
    } else if (!isBlank) lines.push({ line, column: 1, text: content });
    line += taken.split("\n").length;
    rest = rest.slice(taken.length + 1);
  }
  return lines;
}
