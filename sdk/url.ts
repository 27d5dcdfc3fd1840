/** `url`: absolute URLs of the backend's own routes. */
import { closestMatch } from "leven";
import { parseRouteFile } from "../manifest/route-path.ts";
import { currentInvocation } from "./context.ts";
import type { Params } from "./handlers.ts";
import type { RoutePath } from "./register.ts";
import type { Site } from "./site.ts";
import { fillPath, type PathValue, type PathValues } from "./url-path.ts";

/** An address that is none of the backend's: it is taken as it is. */
export type ExternalUrl = `http://${string}` | `https://${string}` | `mailto:${string}`;

/** Values of a path's parameters; a catch-all's is a list, one value for each segment. */
export type UrlParams<Path extends string> = {
  readonly [Name in keyof Params<Path>]: Params<Path>[Name] extends readonly unknown[]
    ? readonly PathValue[]
    : PathValue;
};

/** Values by key: a list repeats the key, null and undefined leave it out. */
export interface UrlQuery {
  readonly [key: string]: QueryValue | readonly QueryValue[];
}
type QueryValue = string | number | boolean | null | undefined;

/** What follows the path: parameters may only be left out where there are none. */
export type UrlArguments<Path extends string> = string extends Path
  ? [params?: PathValues, query?: UrlQuery]
  : keyof Params<Path> extends never
    ? [params?: { readonly [name: string]: never }, query?: UrlQuery]
    : [params: UrlParams<Path>, query?: UrlQuery];

/** Makes the URLs of one route. */
export type UrlOf<Path extends string> = (...rest: UrlArguments<Path>) => string;

/** Makes absolute URLs, with the address that the backend is deployed at, or runs at locally. */
export interface UrlFunction {
  /**
   * @throws Error for an unknown route, and where no invocation is running; TypeError for values that do
   * not fit the path.
   */
  <Path extends RoutePath>(path: Path, ...rest: UrlArguments<Path>): string;
  /** @throws TypeError for what is no URL. */
  (url: ExternalUrl, params?: { readonly [name: string]: never }, query?: UrlQuery): string;
  /** The URLs of one route: `const orderUrl = url.for("/orders/[id]")`. */
  for<Path extends RoutePath>(path: Path): UrlOf<Path>;
  /** The URLs of the route of the file itself: `url.self(import.meta)`. */
  self<Path extends RoutePath = RoutePath>(meta: ImportMeta): UrlOf<Path>;
}

/** Absolute URLs: `url("/orders/[id]", { id }, { page: 2 })`. */
export const url: UrlFunction = Object.assign(
  (path: string, params?: PathValues, query?: UrlQuery) => createUrl(path, params, query),
  {
    for: (path: string) => (params?: PathValues, query?: UrlQuery) =>
      createUrl(path, params, query),
    self: (meta: ImportMeta | string) => {
      const path = findSelf(meta);
      return (params?: PathValues, query?: UrlQuery) => createUrl(path, params, query);
    },
  },
);

const EXTERNAL = /^(?:https?:\/\/|mailto:)/i;

function createUrl(path: string, params: PathValues = {}, query: UrlQuery = {}): string {
  if (EXTERNAL.test(path)) return createExternalUrl(path, params, query);
  const site = currentInvocation()?.site;
  if (site === undefined) throw createError(path, NO_INVOCATION);
  checkRoute(path, site);
  const filled = fillPath(path, params);
  if (site.url === "") throw createError(path, NO_ADDRESS);
  const text = formatQuery(query);
  return `${site.url}${filled}${text === "" ? "" : `?${text}`}`;
}

const NO_INVOCATION =
  "no invocation is running. Call it from a handler, middleware or warmup(); in a test, use queuerun/testing";
const NO_ADDRESS = "this function does not know its own address, which only an HTTP API gives it";

function createError(path: string, reason: string): Error {
  return new Error(`Cannot create the URL of "${path}": ${reason}`);
}

function createExternalUrl(address: string, params: PathValues, query: UrlQuery): string {
  const names = Object.keys(params);
  if (names.length > 0)
    throw new TypeError(`Cannot put "${names.join('", "')}" into "${address}": it is no route`);
  if (!URL.canParse(address)) throw new TypeError(`"${address}" is no URL`);
  const text = formatQuery(query);
  if (text === "") return address;
  const result = new URL(address);
  result.search += `${result.search === "" ? "?" : "&"}${text}`;
  return result.href;
}

/** With `%20` for a space: a plus is one in forms only, and not in `mailto:`. */
function formatQuery(query: UrlQuery): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().flatMap((item) => (item === null || item === undefined ? [] : [[key, item]])),
  );
  return new URLSearchParams(pairs.map(([key, item]) => [String(key), String(item)]))
    .toString()
    .replaceAll("+", "%20");
}

function checkRoute(path: string, { routes }: Site): void {
  if (routes === undefined) return;
  const names = routes();
  if (names.includes(path)) return;
  const closest = closestMatch(path, names, { maxDistance: Math.ceil(path.length / 3) });
  const hint =
    closest === undefined ? describeRoutes(names.toSorted()) : `Did you mean "${closest}"?`;
  throw new Error(`No route "${path}". ${hint}`);
}

const MAX_LISTED = 20;

function describeRoutes(names: readonly string[]): string {
  if (names.length === 0) return "This backend has no routes";
  const rest = names.length > MAX_LISTED ? ", …" : "";
  return `Routes: ${names.slice(0, MAX_LISTED).join(", ")}${rest}`;
}

/** @param source The build writes the route's path in place of `import.meta`; in tests it stays. */
function findSelf(source: ImportMeta | string): string {
  if (typeof source === "string" && source.startsWith("/")) return source;
  const place = typeof source === "string" ? source : source.url;
  const [, file] = /\/api\/(.+)$/.exec(decodeURI(place)) ?? [];
  const route = file === undefined ? undefined : parseRouteFile(file);
  if (route !== undefined && "path" in route) return route.path;
  throw new Error(`Cannot find the route of "${place}": call url.self(import.meta) in a route`);
}
