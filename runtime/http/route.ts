import type { Load, ModuleNamespace, RouteRow } from "../../manifest/entry.ts";
import { methodExport } from "../../manifest/http-exports.ts";
import type { HttpMethod } from "../../manifest/manifest.ts";
import type { HttpConfig, HttpHandler, HttpMiddleware } from "../../sdk/handlers.ts";
import { loadOnDemand } from "../load-on-demand.ts";
import { loadOnce, makeOnce } from "../modules.ts";

/** A route with its modules loaded. */
export interface LoadedRoute {
  readonly config: HttpConfig;
  /** Names of its parameters in the order they stand in the path. */
  readonly params: readonly string[];
  /** Outermost first; the route's own hooks last. */
  readonly middleware: readonly HttpMiddleware[];
  readonly handlers: ReadonlyMap<string, HttpHandler>;
}

/** Loads a route and its middleware on the first request to it. */
export function loadRoute(
  row: RouteRow,
  loaders: readonly Load[],
): LoadedRoute | Promise<LoadedRoute> {
  return makeOnce(row, () => load(row, loaders));
}

async function load(
  [path, ending, methods, , ...numbers]: RouteRow,
  loaders: readonly Load[],
): Promise<LoadedRoute> {
  const modules = numbers.flat().map((number) => loadOnce(loaders[number] as Load));
  const [module = {}, ...middleware] = await Promise.all(modules);
  const config = (module.config ?? {}) as HttpConfig;
  if (typeof config.cors === "object") (await loadOnDemand()).checkCors(config.cors, path, ending);
  return {
    config,
    params: Array.from(path.matchAll(PARAMETER), ([, name = ""]) => name),
    middleware: [...middleware, module],
    handlers: findHandlers(module, methods),
  };
}

const PARAMETER = /\[(?:\.{3})?(.+?)]/g;

function findHandlers(module: ModuleNamespace, methods: readonly HttpMethod[]) {
  const handlers = new Map<string, HttpHandler>();
  for (const method of methods) {
    const handler = module[methodExport(method)] ?? module.default;
    if (typeof handler === "function") handlers.set(method, handler as HttpHandler);
  }
  // HEAD is GET without a body; the body is left out when the response is sent.
  const get = handlers.get("GET");
  if (get && !handlers.has("HEAD")) handlers.set("HEAD", get);
  return handlers;
}
