import { DURATION_FORMS, parseDuration } from "../../manifest/duration.ts";
import type { ModuleNamespace, RouteEntry } from "../../manifest/entry.ts";
import { METHOD_EXPORTS } from "../../manifest/http-exports.ts";
import type { HttpMethod } from "../../manifest/manifest.ts";
import type { HttpConfig, HttpHandler, HttpMiddleware } from "../../sdk/handlers.ts";
import { loadOnce } from "../modules.ts";

/** A route with its modules loaded. */
export interface LoadedRoute {
  readonly entry: RouteEntry;
  readonly config: HttpConfig;
  /** Outermost first; the route's own hooks last. */
  readonly middleware: readonly HttpMiddleware[];
  readonly handlers: ReadonlyMap<string, HttpHandler>;
}

const loaded = new WeakMap<RouteEntry, Promise<LoadedRoute>>();

/** Loads a route and its middleware on the first request to it. */
export function loadRoute(entry: RouteEntry): Promise<LoadedRoute> {
  let loading = loaded.get(entry);
  if (loading === undefined) {
    loading = load(entry);
    loaded.set(entry, loading);
  }
  return loading;
}

async function load(entry: RouteEntry): Promise<LoadedRoute> {
  const [module, ...middleware] = await Promise.all(
    [entry.load, ...entry.middleware].map(loadOnce),
  );
  if (module === undefined) throw new Error(`No module for ${entry.file}`);
  return {
    entry,
    config: checkConfig((module.config ?? {}) as HttpConfig, entry.file),
    middleware: [...middleware, module],
    handlers: findHandlers(module, entry.methods),
  };
}

function findHandlers(module: ModuleNamespace, methods: readonly HttpMethod[]) {
  const handlers = new Map<string, HttpHandler>();
  for (const method of methods) {
    const handler = module[METHOD_EXPORTS[method]] ?? module.default;
    if (typeof handler === "function") handlers.set(method, handler as HttpHandler);
  }
  // HEAD is GET without a body; the body is left out when the response is sent.
  const get = handlers.get("GET");
  if (get && !handlers.has("HEAD")) handlers.set("HEAD", get);
  return handlers;
}

function checkConfig(config: HttpConfig, file: string): HttpConfig {
  const { cors } = config;
  if (typeof cors !== "object") return config;
  // Browsers refuse "*" with credentials, and echoing any origin would open users' sessions to all.
  if (cors.credentials && cors.origins === undefined)
    throw new TypeError(`${file}: "config.cors.credentials" needs "origins": list them`);
  if (cors.maxAge !== undefined && parseDuration(cors.maxAge) === null)
    throw new TypeError(
      `${file}: "config.cors.maxAge" is ${JSON.stringify(cors.maxAge)}, must be ${DURATION_FORMS}`,
    );
  return config;
}
