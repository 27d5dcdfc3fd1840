/** Turns the file of a route into its URL pattern. */

export type Segment =
  | { readonly kind: "static"; readonly text: string }
  | { readonly kind: "param"; readonly name: string }
  | { readonly kind: "rest"; readonly name: string };

export interface RoutePath {
  /** `/users/[id]` */
  readonly path: string;
  readonly segments: readonly Segment[];
  /** Parameter names in the order of the path. */
  readonly params: readonly string[];
}

/** What is wrong with a file's name, and what to name it. */
export interface NameError {
  readonly message: string;
  readonly fix: string;
}

/** Extensions of files that are read as code. */
export const CODE_EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;

/** True of a code file; declarations (`.d.ts`) hold no code. */
export function isCodeFile(file: string): boolean {
  return CODE_EXTENSION.test(file) && !DECLARATION.test(file);
}

/** @param file Relative to `api/`: `users/[id].ts`. */
export function parseRouteFile(file: string): RoutePath | NameError {
  const names = file.normalize("NFC").replace(CODE_EXTENSION, "").split("/");
  if (names.at(-1) === "index") names.pop();
  const segments: Segment[] = [];
  for (const name of names) {
    const segment = parseSegment(name);
    if ("message" in segment) return segment;
    segments.push(segment);
  }
  const params = segments.flatMap((segment) => (segment.kind === "static" ? [] : [segment.name]));
  return checkSegments(segments, params) ?? { path: formatPath(segments), segments, params };
}

export function formatPath(segments: readonly Segment[]): string {
  return `/${segments.map(formatSegment).join("/")}`;
}

/** The pattern with parameter names left out: two routes of one shape are the same route. */
export function routeShape(segments: readonly Segment[]): string {
  return formatPath(
    segments.map((segment) => (segment.kind === "static" ? segment : { ...segment, name: "" })),
  );
}

/** Sorts the most specific route first: static before parameter before catch-all, segment by segment. */
export function compareSpecificity(a: readonly Segment[], b: readonly Segment[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = rank(a[index]) - rank(b[index]);
    if (difference !== 0) return difference;
  }
  return compareText(formatPath(a), formatPath(b));
}

// A path that ends here comes before a catch-all, which also takes zero segments.
function rank(segment: Segment | undefined): number {
  if (segment === undefined) return 0;
  return { static: 1, param: 2, rest: 3 }[segment.kind];
}

// Not localeCompare: the order must not depend on the machine's language.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function formatSegment(segment: Segment): string {
  if (segment.kind === "static") return segment.text;
  return segment.kind === "param" ? `[${segment.name}]` : `[...${segment.name}]`;
}

const PARAMETER = /^\[(\.\.\.)?([A-Za-z_][A-Za-z0-9_-]*)\]$/;
// Characters that end or escape a path in a URL, and those that name parameters elsewhere.
const LITERAL = /^[^\s\p{Cc}?#%\\[\]{}*:]+$/u;

function parseSegment(name: string): Segment | NameError {
  const [, dots, parameter] = PARAMETER.exec(name) ?? [];
  if (parameter === "__proto__")
    return { message: 'A parameter cannot be called "__proto__"', fix: "Choose another name" };
  if (parameter !== undefined) return { kind: dots ? "rest" : "param", name: parameter };
  if (LITERAL.test(name)) return { kind: "static", text: name };
  return {
    message: `"${name}" is no path segment of a URL`,
    fix: suggestSegment(name),
  };
}

// Parameters as other frameworks write them.
function suggestSegment(name: string): string {
  const optional = /^\[\[\.\.\.(.+)\]\]$/.exec(name)?.[1];
  if (optional !== undefined)
    return `Name it "[...${optional}]", which matches zero segments as well`;
  const braces = /^(?::|\{)(\w+)\}?$/.exec(name)?.[1];
  if (braces !== undefined) return `Name it "[${braces}]"`;
  if (/^\*+$/.test(name)) return 'Name it "[...rest]"';
  if (/\[.*\]/.test(name))
    return 'A parameter is a whole segment, "[id]", named with letters, digits, "_" and "-"';
  return "Leave out spaces and ? # % \\ [ ] { } * :";
}

function checkSegments(
  segments: readonly Segment[],
  params: readonly string[],
): NameError | undefined {
  const rest = segments.find((segment) => segment.kind === "rest");
  if (rest !== undefined && rest !== segments.at(-1))
    return {
      message: `"${formatSegment(rest)}" is not the last segment of the path`,
      fix: "A catch-all takes all that follows: make it the last segment",
    };
  const twice = params.find((name, index) => params.indexOf(name) !== index);
  if (twice === undefined) return undefined;
  return {
    message: `The path has two parameters called "${twice}"`,
    fix: "Give each parameter a name of its own",
  };
}
