import { type BackendFiles, classifyFiles, middlewareOf, stem } from "./classify.ts";
import { type Claim, checkConflicts } from "./conflicts.ts";
import { claimSchedule, createSchedule } from "./create-schedule.ts";
import { claimSocket, createSocket } from "./create-socket.ts";
import { reportEmptyBackend } from "./folders.ts";
import { deployedQueues } from "./internal-queue.ts";
import { LIMITS } from "./limits.ts";
import { HTTP_METHODS, type HttpRoute, type Manifest, type Queue } from "./manifest.ts";
import {
  checkIndexExports,
  checkMiddlewareExports,
  checkQueueExports,
  readMethods,
} from "./module-exports.ts";
import type { Problem, Report } from "./problem.ts";
import { parseQueueFile, queueKey } from "./queue-name.ts";
import { compareSpecificity, parseRouteFile, routeShape, type Segment } from "./route-path.ts";
import { readIndexSettings, readQueueSettings, readRouteSettings } from "./settings.ts";
import type { SourceModule } from "./source-module.ts";

export interface CreatedManifest {
  /** Good for nothing if there are problems. */
  readonly manifest: Manifest;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

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

  for (const module of pick(files.index)) checkIndexExports(module, report);
  for (const module of pick(files.middleware)) checkMiddlewareExports(module, report);
  const routes = pick(files.routes)
    .flatMap((module) => createRoute(module, files.middleware, report))
    .sort((a, b) => compareSpecificity(a.segments, b.segments));
  const queues = pick(files.queues)
    .flatMap((module) => createQueue(module, files.middleware, report, warn))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const socket = createSocket(pick(files.socket), files.middleware, report);
  const schedules = pick(files.schedules)
    .flatMap((module) => createSchedule(module, files.middleware, report))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  checkConflicts(
    [
      ...claimModules(files),
      ...routes.map(claimRoute),
      ...queues.map(claimQueue),
      ...claimSocket(files.socket),
      ...schedules.map(claimSchedule),
    ],
    report,
  );
  const handlers = [...files.routes, ...files.queues, ...files.socket, ...files.schedules];
  if (handlers.length === 0) reportEmptyBackend(folders, report);
  const [index = null] = pick(files.index);
  const parts = { routes: routes.map(({ route }) => route), queues, socket, schedules };
  const manifest = assembleManifest(index, parts, report);
  return { manifest, problems, warnings };
}

/** What events invoke. */
type Parts = Pick<Manifest, "routes" | "queues" | "socket" | "schedules">;

function assembleManifest(index: SourceModule | null, parts: Parts, report: Report): Manifest {
  const { memorySize } = readIndexSettings(index, report);
  return {
    version: 1,
    function: { memorySize, timeoutSeconds: functionTimeout(parts) },
    index: index?.file ?? null,
    ...parts,
  };
}

/** Seconds a function needs beside its handler: to begin, and to report a timeout itself. */
const SPARE_SECONDS = 5;

function functionTimeout(parts: Parts): number {
  const longest = Math.max(
    parts.socket?.timeoutSeconds ?? 0,
    ...parts.routes.map(({ timeoutSeconds }) => timeoutSeconds),
    ...deployedQueues(parts).map(({ fifo, timeoutSeconds, batchSize }) =>
      fifo ? timeoutSeconds * batchSize : timeoutSeconds,
    ),
  );
  return Math.min(LIMITS.functionTimeout.maximum, SPARE_SECONDS + Math.ceil(longest));
}

interface CreatedRoute {
  readonly route: HttpRoute;
  readonly segments: readonly Segment[];
}

/** An array of one, or of none if the file's name is no path. */
function createRoute(
  module: SourceModule,
  middleware: readonly string[],
  report: Report,
): CreatedRoute[] {
  const { file } = module;
  const methods = readMethods(module, report);
  const settings = readRouteSettings(module, report);
  if (methods !== null && settings.methods !== null) reportNeedlessMethods(module, report);
  const parsed = parseRouteFile(file.slice("api/".length));
  if ("message" in parsed) {
    report({ file, ...parsed });
    return [];
  }
  const route: HttpRoute = {
    path: parsed.path,
    file,
    middleware: middlewareOf(file, middleware),
    methods: methods ?? settings.methods ?? HTTP_METHODS,
    timeoutSeconds: settings.timeoutSeconds,
  };
  return [{ route, segments: parsed.segments }];
}

function reportNeedlessMethods({ file, config }: SourceModule, report: Report): void {
  report({
    file,
    ...config?.find(({ key }) => key === "methods")?.keyPlace,
    message: '"methods" is for a default export; here the exports say which methods there are',
    fix: 'Remove "methods"',
  });
}

/** An array of one, or of none if the file's name is none of a queue. */
function createQueue(
  module: SourceModule,
  middleware: readonly string[],
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
  const { name, fifo } = parsed;
  return [{ name, file, fifo, middleware: middlewareOf(file, middleware), ...settings }];
}

function claimModules({ index, middleware }: BackendFiles): Claim[] {
  return [...index, ...middleware].map((file) => ({
    file,
    key: `module ${stem(file)}`,
    what: `"${stem(file)}"`,
  }));
}

function claimRoute({ route: { file, path }, segments }: CreatedRoute): Claim {
  return { file, key: `route ${routeShape(segments)}`, what: `the route "${path}"` };
}

// A FIFO queue and a standard one of the same name would be the same property of `queues`.
function claimQueue({ file, name }: Queue): Claim {
  const key = queueKey(name);
  return { file, key: `queue ${key}`, what: `the queue "queues.${key}"` };
}
