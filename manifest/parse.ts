import { LIMITS } from "./limits.ts";
import {
  type FunctionSettings,
  HTTP_METHODS,
  type HttpRoute,
  type Manifest,
  type Queue,
  type Schedule,
  type Socket,
} from "./manifest.ts";
import { flag, list, nullable, object, oneOf, quantity, text } from "./shape.ts";

const ROUTE = object<HttpRoute>({
  path: text,
  file: text,
  middleware: list(text),
  methods: list(oneOf(...HTTP_METHODS)),
  timeoutSeconds: quantity(LIMITS.httpTimeout),
});

const QUEUE = object<Queue>({
  name: text,
  file: text,
  fifo: flag,
  middleware: list(text),
  timeoutSeconds: quantity(LIMITS.queueTimeout),
  batchSize: quantity(LIMITS.batchSizeStandard),
  batchWindowSeconds: quantity(LIMITS.batchWindow),
  maximumConcurrency: nullable(quantity(LIMITS.maximumConcurrency)),
  maxReceives: quantity(LIMITS.maxReceives),
  delaySeconds: quantity(LIMITS.delay),
  retentionSeconds: quantity(LIMITS.retention),
  paused: flag,
  groups: oneOf("sequential", "concurrent"),
});

const SOCKET = object<Socket>({
  file: text,
  middleware: list(text),
  timeoutSeconds: quantity(LIMITS.socketTimeout),
});

const SCHEDULE = object<Schedule>({
  name: text,
  file: text,
  middleware: list(text),
  cron: nullable(text),
  timezone: text,
  timeoutSeconds: quantity(LIMITS.queueTimeout),
});

const MANIFEST = object<Manifest>({
  version: oneOf(1),
  function: object<FunctionSettings>({
    memorySize: quantity(LIMITS.memorySize),
    timeoutSeconds: quantity(LIMITS.functionTimeout),
  }),
  index: nullable(text),
  routes: list(ROUTE),
  queues: list(QUEUE),
  socket: nullable(SOCKET),
  schedules: list(SCHEDULE),
});

/**
 * Checks that `value`, read from a manifest.json, is a manifest.
 * @throws Error naming all that is wrong, by key path.
 */
export function parseManifest(value: unknown): Manifest {
  const problems = MANIFEST(value, "");
  if (problems.length > 0)
    throw new Error(`Cannot read the manifest:\n${problems.map((line) => `  ${line}`).join("\n")}`);
  return value as Manifest;
}
