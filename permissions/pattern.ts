/**
 * IAM's patterns: `*` for any characters, `?` for one, `${key}` for a value of the request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import { findValue, type RequestContext } from "./request-context.ts";
import type { Verdict } from "./verdict.ts";

const ANY = Symbol("*");
const ONE = Symbol("?");

/** Characters and wildcards: the value of a variable has none, even if there is a `*` in it. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

export type ParsedPattern = { readonly pattern: Pattern } | { readonly unknown: string };

/** `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters themselves. */
const VARIABLE = /\$\{([^}]*)\}|./gs;
const CHARACTERS = ["*", "?", "$"];
/** `arn:partition:service:region:account:resource` */
const ARN_PARTS = 6;

/** @param wildcards Without them `*` and `?` stand for themselves. */
export function parsePattern(
  text: string,
  context: RequestContext,
  { wildcards }: { readonly wildcards: boolean },
): ParsedPattern {
  const pattern: Pattern[number][] = [];
  for (const [token, variable] of text.matchAll(VARIABLE)) {
    if (variable !== undefined) {
      const value = resolveVariable(variable, context);
      if (value === undefined) return { unknown: `The policy variable "${token}" is not known` };
      pattern.push(...value.split(""));
    } else if (wildcards && token === "*") pattern.push(ANY);
    else if (wildcards && token === "?") pattern.push(ONE);
    else pattern.push(token);
  }
  return { pattern };
}

function resolveVariable(variable: string, context: RequestContext): string | undefined {
  if (CHARACTERS.includes(variable)) return variable;
  const [, key = variable, fallback] = /^(.*?),\s*'(.*)'$/.exec(variable) ?? [];
  const value = findValue(context, key.trim());
  if (typeof value === "string") return value;
  return value === undefined && context.isUncertain?.(key.trim()) !== true ? fallback : undefined;
}

/** Case matters. */
export function matchPattern(pattern: Pattern, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  let from = 0;
  while (from < text.length) {
    const token = pattern[at];
    if (token === ANY) [star, resume, at] = [at, from, at + 1];
    else if (token === ONE || (token !== undefined && token === text[from]))
      [at, from] = [at + 1, from + 1];
    // Give the last `*` one character more
    else if (star !== -1) [at, resume, from] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  return pattern.slice(at).every((token) => token === ANY);
}

/**
 * Matches each part of an ARN on its own: a wildcard does not reach beyond a colon, but in the last part,
 * which has all that is left.
 */
export function matchArn(pattern: Pattern, arn: string): boolean {
  const patterns = splitParts(pattern);
  const parts = splitParts([...arn]).map((part) => part.join(""));
  return (
    patterns.length === ARN_PARTS &&
    parts.length === ARN_PARTS &&
    patterns.every((part, index) => matchPattern(part, parts[index] ?? ""))
  );
}

function splitParts(pattern: Pattern): Pattern[] {
  const parts: Pattern[number][][] = [[]];
  for (const token of pattern)
    if (token === ":" && parts.length < ARN_PARTS) parts.push([]);
    else parts.at(-1)?.push(token);
  return parts;
}

/** A resource of a policy. `*` alone is every resource, also of actions that have none. */
export function matchResource(text: string, resource: string, context: RequestContext): Verdict {
  if (text === "*") return true;
  const parsed = parsePattern(text, context, { wildcards: true });
  if ("unknown" in parsed) return parsed.unknown;
  // `arn:aws:s3:*` is all of S3
  const missing = ARN_PARTS - splitParts(parsed.pattern).length;
  const rest: Pattern[] = Array.from({ length: missing }, () => [":", ANY]);
  return matchArn([...parsed.pattern, ...rest.flat()], resource);
}

/** An action of a policy. Case does not matter. */
export function matchAction(text: string, action: string): boolean {
  if (text === "*") return true;
  const pattern = [...text.toLowerCase()].map((token) =>
    token === "*" ? ANY : token === "?" ? ONE : token,
  );
  return matchPattern(pattern, action.toLowerCase());
}
