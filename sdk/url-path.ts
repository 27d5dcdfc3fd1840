/** Puts values into a route's path. */

/** A catch-all takes a list of them, one for each segment. */
export type PathValue = string | number;

export type PathValues = Readonly<Record<string, PathValue | readonly PathValue[] | undefined>>;

const PARAMETER = /^\[(\.\.\.)?([^\]]+)\]$/;

/**
 * `/files/a/b%20c` from `/files/[...path]`.
 * @throws TypeError with all that is missing, too much, or would lead to another route.
 */
export function fillPath(path: string, values: PathValues): string {
  const problems: string[] = [];
  const names: string[] = [];
  const segments = path.split("/").flatMap((segment) => {
    const [, dots, name] = PARAMETER.exec(segment) ?? [];
    if (name === undefined) return [encodeURI(segment)];
    names.push(name);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const found = dots === undefined ? checkOne(name, value) : checkList(name, value);
    problems.push(...found);
    return [value ?? []].flat().map((part) => encodeURIComponent(String(part).toWellFormed()));
  });
  for (const name of Object.keys(values))
    if (!names.includes(name)) problems.push(`it has no parameter "${name}"`);
  if (problems.length > 0)
    throw new TypeError(`Cannot create the URL of "${path}": ${problems.join("; ")}`);
  return segments.join("/");
}

function checkOne(name: string, value: unknown): string[] {
  const problem = findProblem(value);
  return problem === undefined ? [] : [`"${name}" is ${problem}`];
}

function checkList(name: string, value: unknown): string[] {
  if (!Array.isArray(value)) return [`"${name}" is ${show(value)}, must be a list of segments`];
  return value.flatMap((part, index) => checkOne(`${name}[${index}]`, part));
}

/** Control characters: no route takes a path that has them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x1f\x7f]/;

/** What would lead to another route than the one that is meant, or to none. */
function findProblem(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return undefined;
  if (typeof value !== "string") return `${show(value)}, must be a string or a number`;
  if (value === "") return "empty";
  if (value === "." || value === "..") return `"${value}", which clients resolve`;
  // API Gateway decodes the path before the route is looked for
  if (value.includes("/")) return `${show(value)}: a slash, also encoded, begins another segment`;
  if (CONTROL.test(value)) return `${show(value)}: no route takes control characters`;
  return undefined;
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
