import type { RouteRow } from "../manifest/entry.ts";
import { deployedQueues, INTERNAL_QUEUE } from "../manifest/internal-queue.ts";
import type { HttpRoute, Manifest, Queue, Schedule, Socket } from "../manifest/manifest.ts";
import { parseRouteFile, type RoutePath } from "../manifest/route-path.ts";
import { createRouteTree } from "../manifest/route-tree.ts";
import { BACKEND_ROLE, type ClientSet } from "./own-bundle.ts";
import { OWN_FOLDER } from "./own-modules.ts";

/** Modules that only the generated entry imports: the compiler's plugin knows where they are. */
export const RUNTIME_MODULE = "queuerun:runtime";
export const INTERNAL_MODULE = "queuerun:internal";
export const SOCKET_MODULE = "queuerun:socket";
export const SQS_CLIENT_MODULE = "queuerun:sqs-client";
export const SOCKET_CLIENTS_MODULE = "queuerun:socket-clients";
export const MANIFEST_MODULE = "queuerun:manifest";

/** What of queuerun's own modules a package has. */
export interface OwnParts {
  /** Which clients of AWS's services; null for none. */
  readonly clients: ClientSet | null;
  /** The module of queuerun's own jobs. */
  readonly internal: boolean;
}

/**
 * Writes the source of the package's `index.mjs`. It needs no more than the names of the files, so that
 * the compiler can begin before they are read; what is in them stands in the manifest module.
 * @param files Of the index, routes, queues, socket, schedules and middleware.
 */
export function createEntrySource(
  files: readonly string[],
  { clients, internal }: OwnParts,
): string {
  const loaders = files.map((file) => `() => import(${JSON.stringify(`./${file}`)})`);
  const own = [
    ...(internal ? [methodSource("internal", INTERNAL_MODULE)] : []),
    ...(clients === "socket" ? [SOCKET_LOADERS] : []),
  ];
  return `import { createHandler } from "${RUNTIME_MODULE}";
import { manifest } from "${MANIFEST_MODULE}";
export const handler = await createHandler({
${clients === null ? "sqs: null" : methodSource("sqs", SQS_CLIENT_MODULE)},
backendRole() { return new URL("./${OWN_FOLDER}/${BACKEND_ROLE}", import.meta.url); },
...manifest.describe([
${loaders.join(",\n")}
], { ${own.join(",\n")} })
});
`;
}

/** A method, as the compiler writes code to keep the names of functions. */
function methodSource(name: string, module: string): string {
  return `${name}() { return import("${module}"); }`;
}

const SOCKET_LOADERS = `socket: {
${methodSource("handlers", SOCKET_MODULE)},
${methodSource("clients", SOCKET_CLIENTS_MODULE)}
}`;

/**
 * Writes the module that makes the larger part of a BackendEntry (manifest/entry.ts), of functions that load `files`.
 * @param commonJs Those of the files that are CommonJS.
 */
export function createManifestSource(
  manifest: Manifest,
  files: readonly string[],
  commonJs: readonly string[],
): string {
  const { index, routes, queues, socket, schedules } = manifest;
  const loader = (file: string) => `load[${files.indexOf(file)}]`;
  const rows = routes.map((route) => createRouteRow(route, files));
  const tree = createRouteTree(routes.map(({ file }) => routePath(file).segments));
  // A method, see methodSource
  return `export const manifest = { describe(load, own) {
${commonJs.length === 0 ? "" : fromCommonJs(commonJs.map((file) => files.indexOf(file)))}return {
index: ${index === null ? "null" : loader(index)},
load,
routes: ${parsedJson(rows)},
tree: ${parsedJson(tree)},
queues: {
${[...queues.map((queue) => queueSource(queue, loader)), ...internalSources(manifest)].join(",\n")}
},
socket: ${socket === null ? "null" : socketSource(socket, loader)},
schedules: {
${schedules.map((schedule) => scheduleSource(schedule, loader)).join(",\n")}
}
};
} };
`;
}

/** Parsing JSON takes less of a cold start than compiling the same as code. */
function parsedJson(value: unknown): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
}

/** A chunk of CommonJS exports one thing, the default; Node gives its members as exports as well. */
function fromCommonJs(numbers: readonly number[]): string {
  return `for (const number of ${JSON.stringify(numbers)}) {
const loadExports = load[number];
load[number] = async () => {
const { default: exports } = await loadExports();
return { default: exports, ...exports };
};
}
`;
}

/** The manifest module of a backend that cannot be packaged. */
export const EMPTY_MANIFEST = "export const manifest = { describe() {} };";

type Loader = (file: string) => string;

function createRouteRow(
  { path, file, methods, timeoutSeconds, middleware }: HttpRoute,
  files: readonly string[],
): RouteRow {
  const [load = -1, ...outer] = [file, ...middleware].map((name) => files.indexOf(name));
  const ending = file.slice(`api${path === "/" ? "" : path}`.length);
  return [path, ending, methods, timeoutSeconds, load, outer];
}

function queueSource(queue: Queue, loader: Loader): string {
  const { name, file, fifo, timeoutSeconds, maxReceives, groups, middleware } = queue;
  const data = { file, fifo, timeoutSeconds, maxReceives, groups };
  return `${JSON.stringify(name)}: ${moduleSource(data, file, middleware, loader)}`;
}

function socketSource({ file, timeoutSeconds, middleware }: Socket, loader: Loader): string {
  const source = moduleSource({ file, timeoutSeconds }, file, middleware, loader);
  return `{ ...own.socket, ...${source} }`;
}

function internalSources(manifest: Manifest): string[] {
  return deployedQueues(manifest)
    .filter(({ name }) => name === INTERNAL_QUEUE)
    .map(({ name, fifo, timeoutSeconds, maxReceives, groups }) => {
      const data = { file: name, fifo, timeoutSeconds, maxReceives, groups };
      return `${JSON.stringify(name)}: { ...${JSON.stringify(data)}, load: own.internal, middleware: [] }`;
    });
}

function scheduleSource(schedule: Schedule, loader: Loader): string {
  const { name, file, cron, timeoutSeconds, middleware } = schedule;
  const data = { file, cron, timeoutSeconds };
  return `${JSON.stringify(name)}: ${moduleSource(data, file, middleware, loader)}`;
}

function moduleSource(
  data: object,
  file: string,
  middleware: readonly string[],
  loader: Loader,
): string {
  return `{ ...${JSON.stringify(data)}, load: ${loader(file)}, middleware: [${middleware.map(loader)}] }`;
}

function routePath(file: string): RoutePath {
  const path = parseRouteFile(file.slice("api/".length));
  if ("message" in path) throw new Error(`${file}: ${path.message}`);
  return path;
}
