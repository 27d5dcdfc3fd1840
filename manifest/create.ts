import { classifyFiles, middlewareOf, stem } from "./classify.ts";
import type { Report } from "./config-reader.ts";
import { type Claim, checkConflicts } from "./conflicts.ts";
import { checkFolders, reportEmptyBackend } from "./folders.ts";
import { LIMITS } from "./limits.ts";
import { HTTP_METHODS, type HttpRoute, type Manifest, type Queue } from "./manifest.ts";
import {
  checkIndexExports,
  checkMiddlewareExports,
  checkQueueExports,
  readMethods,
} from "./module-exports.ts";
import type { Problem } from "./problem.ts";
import { parseQueueFile } from "./queue-name.ts";
import { compareSpecificity, parseRouteFile, routeShape, type Segment } from "./route-path.ts";
import { readIndexSettings, readQueueSettings, readRouteSettings } from "./settings.ts";
import type { SourceModule } from "./source-module.ts";

export interface CreatedManifest {
  readonly manifest: Manifest;
  /** The manifest is only good for anything if there is none. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Seconds a function needs beside its handler: to begin, and to report a timeout itself. */
const SPARE_SECONDS = 5;

/**
 * @param modules Of all files that `classifyFiles` names.
 * @param folders In the root of the backend.
 */
export function createManifest(
  modules: readonly SourceModule[],
  folders: readonly string[],
): CreatedManifest {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const warn: Report = (problem) => warnings.push(problem);
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const files = classifyFiles([...byFile.keys()]);
  const pick = (names: readonly string[]) => names.flatMap((name) => byFile.get(name) ?? []);

  const [index = null] = pick(files.index);
  const claims: Claim[] = [...files.index, ...files.middleware].map((file) => ({
    file,
    key: `module ${stem(file)}`,
    what: `"${stem(file)}"`,
  }));
  for (const module of pick(files.index)) checkIndexExports(module, report);
  for (const module of pick(files.middleware)) checkMiddlewareExports(module, report);
  const routes = createRoutes(pick(files.routes), files.middleware, claims, report);
  const queues = pick(files.queues).flatMap((module) =>
    createQueue(module, files.middleware, claims, report, warn),
  );
  checkConflicts(claims, report);
  checkFolders(folders, report);
  if (files.routes.length + files.queues.length === 0) reportEmptyBackend(folders, report);
  const { memorySize } = readIndexSettings(index, report);
  const manifest: Manifest = {
    version: 1,
    function: { memorySize, timeoutSeconds: functionTimeout(routes, queues) },
    index: index?.file ?? null,
    routes,
    queues: queues.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
  return { manifest, problems, warnings };
}

function createRoutes(
  modules: readonly SourceModule[],
  middleware: readonly string[],
  claims: Claim[],
  report: Report,
): HttpRoute[] {
  return modules
    .flatMap((module) => createRoute(module, middleware, claims, report))
    .sort((a, b) => compareSpecificity(a.segments, b.segments))
    .map(({ route }) => route);
}

function createRoute(
  module: SourceModule,
  middleware: readonly string[],
  claims: Claim[],
  report: Report,
): { route: HttpRoute; segments: readonly Segment[] }[] {
  const { file } = module;
  const methods = readMethods(module, report);
  const settings = readRouteSettings(module, report);
  if (methods !== null && settings.methods !== null)
    report({
      file,
      ...module.config?.find(({ key }) => key === "methods")?.keyPlace,
      message: '"methods" is for a default export; here the exports say which methods there are',
      fix: 'Remove "methods"',
    });
  const parsed = parseRouteFile(file.slice("api/".length));
  if ("message" in parsed) {
    report({ file, ...parsed });
    return [];
  }
  const { path, segments } = parsed;
  claims.push({ file, key: `route ${routeShape(segments)}`, what: `the route "${path}"` });
  const route: HttpRoute = {
    path,
    file,
    middleware: middlewareOf(file, middleware),
    methods: methods ?? settings.methods ?? HTTP_METHODS,
    timeoutSeconds: settings.timeoutSeconds,
  };
  return [{ route, segments }];
}

function createQueue(
  module: SourceModule,
  middleware: readonly string[],
  claims: Claim[],
  report: Report,
  warn: Report,
): Queue[] {
  const { file } = module;
  const parsed = parseQueueFile(file.slice("queues/".length));
  const isNamed = !("message" in parsed);
  checkQueueExports(module, report);
  const settings = readQueueSettings(module, isNamed && parsed.fifo, report, warn);
  if (!isNamed) {
    report({ file, ...parsed });
    return [];
  }
  const { name, key, fifo } = parsed;
  claims.push({ file, key: `queue ${key}`, what: `the queue "queues.${key}"` });
  return [{ name, file, fifo, middleware: middlewareOf(file, middleware), ...settings }];
}

function functionTimeout(routes: readonly HttpRoute[], queues: readonly Queue[]): number {
  const longest = Math.max(
    0,
    ...routes.map(({ timeoutSeconds }) => timeoutSeconds),
    ...queues.map(({ fifo, timeoutSeconds, batchSize }) =>
      fifo ? timeoutSeconds * batchSize : timeoutSeconds,
    ),
  );
  return Math.min(LIMITS.functionTimeout.maximum, SPARE_SECONDS + Math.ceil(longest));
}
