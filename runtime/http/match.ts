import type { RouteTree } from "../../manifest/entry.ts";

/** A route and the values of its parameters, in the order of the path; a catch-all's is an array. */
export interface RouteMatch {
  readonly route: number;
  readonly values: readonly (string | readonly string[])[];
}

/** Control characters: no route has them, and a handler may copy a parameter into a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * Splits a path that API Gateway has decoded: it is never decoded again. Undefined for a path that no
 * client sends in good faith: control characters, or `.` and `..` segments, which a handler could be
 * tricked into joining to a folder (an encoded `%2F..%2F` arrives here as such).
 */
export function splitPath(rawPath: string): readonly string[] | undefined {
  if (CONTROL.test(rawPath)) return undefined;
  const end = rawPath.length > 1 && rawPath.endsWith("/") ? -1 : rawPath.length;
  const segments = rawPath.slice(1, end);
  if (segments === "") return [];
  const list = segments.split("/");
  return list.includes("..") || list.includes(".") ? undefined : list;
}

/** The most specific route for a path: static before parameter before catch-all, by segment. */
export function matchRoute(tree: RouteTree, segments: readonly string[]): RouteMatch | undefined {
  return descend(tree, segments, 0, []);
}

function descend(
  node: RouteTree,
  segments: readonly string[],
  depth: number,
  values: readonly string[],
): RouteMatch | undefined {
  const segment = segments[depth];
  if (segment === undefined) {
    if (node.route !== undefined) return { route: node.route, values };
  } else {
    const { statics, param } = node;
    const child = statics && Object.hasOwn(statics, segment) ? statics[segment] : undefined;
    const found =
      (child && descend(child, segments, depth + 1, values)) ??
      (param && segment !== ""
        ? descend(param, segments, depth + 1, [...values, segment])
        : undefined);
    if (found) return found;
  }
  if (node.rest === undefined) return undefined;
  return { route: node.rest, values: [...values, segments.slice(depth)] };
}

/** Names the values of a match. No parameter can be called `__proto__`: the build refuses it. */
export function createParams(
  names: readonly string[],
  values: RouteMatch["values"],
): Record<string, string | readonly string[]> {
  const params: Record<string, string | readonly string[]> = {};
  names.forEach((name, index) => {
    params[name] = values[index] ?? "";
  });
  return params;
}
