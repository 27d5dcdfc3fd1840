type Value = string | number | boolean | null | undefined;

/** Values of a query: a list repeats its key, null and undefined leave it out. */
export type Query = Readonly<Record<string, Value | readonly Value[]>>;

/**
 * `/files/a/b%20c?page=2` from `/files/[...path]`.
 * @throws TypeError for a value that is missing, or would lead to another route.
 */
export function createPath(
  path: string,
  params: Readonly<Record<string, unknown>> = {},
  query: Query = {},
): string {
  const segments = path.split("/").flatMap((segment) => {
    const [, dots, name] = /^\[(\.{3})?(.+)]$/.exec(segment) ?? [];
    if (!name) return segment;
    const values = dots ? (params[name] as unknown[]) : [params[name]];
    return values.map((value) => encodeSegment(value, name));
  });
  const filled = segments.join("/");
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().flatMap((item) => (item == null ? [] : [[key, `${item}`]])),
  );
  return pairs.length > 0 ? `${filled}?${new URLSearchParams(pairs)}` : filled;
}

/** `..` would be resolved, and a slash begins another segment, also when it is encoded. */
function encodeSegment(value: unknown, name: string): string {
  if (value == null || !/^(?!\.\.?$)[^/]+$/.test(`${value}`))
    throw new TypeError(`params.${name}: ${value}`);
  return encodeURIComponent(`${value}`);
}
