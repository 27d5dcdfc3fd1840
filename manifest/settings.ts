import { type ConfigReader, createConfigReader } from "./config-reader.ts";
import { findNearest } from "./find-nearest.ts";
import { formatQuantity, LIMITS } from "./limits.ts";
import {
  HTTP_METHODS,
  type HttpMethod,
  type Queue,
  type Schedule,
  type Socket,
} from "./manifest.ts";
import type { Report } from "./problem.ts";
import type { ConfigEntry, SourceModule } from "./source-module.ts";

/** Keys of `config` by kind of file: those the build reads, and those only the runtime reads. */
const KEYS = {
  route: {
    static: ["timeout", "methods"],
    runtime: ["cache", "etag", "cors", "accepts"],
  },
  queue: {
    static: [
      "timeout",
      "batchSize",
      "batchWindow",
      "maximumConcurrency",
      "maxReceives",
      "delay",
      "retention",
      "paused",
      "groups",
    ],
    runtime: ["retryDelay"],
  },
  socket: { static: ["timeout"], runtime: ["origins"] },
  schedule: { static: ["timeout"], runtime: ["retryDelay"] },
  index: { static: ["memory"], runtime: ["maxHops"] },
} as const;

type Kind = keyof typeof KEYS;
const PLACES: Record<Kind, string> = {
  route: "a file in api/",
  queue: "a file in queues/",
  socket: "socket/index.ts",
  schedule: "a file in schedules/",
  index: "index.ts in the backend folder",
};

const DEFAULT_MEMORY_SIZE = 1_024;
const DEFAULT_HTTP_TIMEOUT_SECONDS = 10;
const DEFAULT_QUEUE_TIMEOUT_SECONDS = 300;

export function readIndexSettings(module: SourceModule | null, report: Report) {
  const reader = readKnownKeys("index", module?.file ?? "", module?.config ?? [], report);
  return { memorySize: reader.memorySize("memory", LIMITS.memorySize, DEFAULT_MEMORY_SIZE) };
}

/** `methods` is null if the config has none. */
export interface RouteSettings {
  readonly timeoutSeconds: number;
  readonly methods: readonly HttpMethod[] | null;
}

export function readRouteSettings(module: SourceModule, report: Report): RouteSettings {
  const reader = readKnownKeys("route", module.file, module.config ?? [], report);
  return {
    timeoutSeconds: reader.duration("timeout", LIMITS.httpTimeout, DEFAULT_HTTP_TIMEOUT_SECONDS),
    methods: reader.value(
      "methods",
      `an array of ${HTTP_METHODS.map((method) => `"${method}"`).join(", ")}`,
      parseMethods,
      null,
    ),
  };
}

export function readSocketSettings(
  module: SourceModule,
  report: Report,
): Pick<Socket, "timeoutSeconds"> {
  const reader = readKnownKeys("socket", module.file, module.config ?? [], report);
  return {
    timeoutSeconds: reader.duration("timeout", LIMITS.socketTimeout, DEFAULT_HTTP_TIMEOUT_SECONDS),
  };
}

/** @param intervalSeconds Between two runs; null if it runs by hand only. */
export function readScheduleSettings(
  module: SourceModule,
  intervalSeconds: number | null,
  report: Report,
): Pick<Schedule, "timeoutSeconds"> {
  const reader = readKnownKeys("schedule", module.file, module.config ?? [], report);
  // By default a run has ended when the next one begins.
  const fallback = Math.min(
    DEFAULT_QUEUE_TIMEOUT_SECONDS,
    intervalSeconds ?? DEFAULT_QUEUE_TIMEOUT_SECONDS,
  );
  return { timeoutSeconds: reader.duration("timeout", LIMITS.queueTimeout, fallback) };
}

export type QueueSettings = Omit<Queue, "name" | "file" | "fifo" | "middleware">;

export function readQueueSettings(
  module: SourceModule,
  fifo: boolean,
  report: Report,
  warn: Report,
): QueueSettings {
  const reader = readKnownKeys("queue", module.file, module.config ?? [], report);
  const settings: QueueSettings = {
    timeoutSeconds: reader.duration("timeout", LIMITS.queueTimeout, DEFAULT_QUEUE_TIMEOUT_SECONDS),
    batchSize: fifo
      ? reader.count("batchSize", LIMITS.batchSizeFifo, 1)
      : reader.count("batchSize", LIMITS.batchSizeStandard, 10),
    batchWindowSeconds: reader.duration("batchWindow", LIMITS.batchWindow, 0),
    maximumConcurrency: reader.count("maximumConcurrency", LIMITS.maximumConcurrency, null),
    maxReceives: reader.count("maxReceives", LIMITS.maxReceives, 5),
    delaySeconds: reader.duration("delay", LIMITS.delay, 0),
    retentionSeconds: reader.duration("retention", LIMITS.retention, LIMITS.retention.maximum),
    paused: reader.boolean("paused", false),
    groups: reader.choice("groups", ["sequential", "concurrent"], "sequential"),
  };
  if (fifo) checkFifo(settings, reader);
  else checkStandard(settings, reader);
  if (settings.maxReceives === 1)
    warn({
      file: module.file,
      ...reader.place("maxReceives"),
      message:
        '"maxReceives" is 1: a job that Lambda received but could not run, because it was throttled, goes to the dead-letter queue without ever running',
      fix: "Write 2 or more",
    });
  return settings;
}

function checkFifo(settings: QueueSettings, reader: ConfigReader): void {
  const { timeoutSeconds, batchSize } = settings;
  const maximum = LIMITS.queueTimeout.maximum;
  const fitting = Math.max(1, Math.floor(maximum / timeoutSeconds));
  if (timeoutSeconds * batchSize > maximum)
    reader.refuse("batchSize", {
      message: `Jobs of a FIFO queue run one after the other: ${batchSize} jobs of ${timeoutSeconds} s are ${formatQuantity(timeoutSeconds * batchSize, { unit: "s" })}, at most ${maximum} s`,
      fix: `Write a timeout of ${Math.floor(maximum / batchSize)} s or less, or ${fitting === 1 ? "batchSize 1" : `a batchSize of ${fitting} or less`}`,
    });
  reader.refuse("batchWindow", {
    message: "SQS has no batching window for FIFO queues",
    fix: 'Remove "batchWindow"',
  });
}

function checkStandard({ batchSize, batchWindowSeconds }: QueueSettings, reader: ConfigReader) {
  const { maximum, source } = LIMITS.batchSizeWithoutWindow;
  if (batchSize > maximum && batchWindowSeconds < 1)
    reader.refuse("batchSize", {
      message: `A "batchSize" above ${maximum} needs a "batchWindow" of at least 1 s (${source})`,
      fix: `Write batchWindow: 1, or a batchSize of ${maximum} or less`,
    });
  reader.refuse("groups", {
    message: '"groups" is about message groups, which only FIFO queues have',
    fix: 'Remove "groups", or name the file with ".fifo"',
  });
}

function parseMethods(value: unknown): readonly HttpMethod[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const wanted = value.map((name) => String(name).toUpperCase());
  const known = HTTP_METHODS.filter((method) => wanted.includes(method));
  return known.length === new Set(wanted).size ? known : undefined;
}

function readKnownKeys(
  kind: Kind,
  file: string,
  config: readonly ConfigEntry[],
  report: Report,
): ConfigReader {
  const known = keysOf(kind);
  for (const { key, keyPlace } of config)
    if (!known.includes(key))
      report({
        file,
        ...keyPlace,
        message: `Unknown key "${key}" in "config" of ${PLACES[kind]}`,
        fix: suggestKey(kind, key),
      });
  return createConfigReader(file, config, report);
}

/** Names that the same thing has elsewhere. */
const HABITS: Readonly<Record<string, string>> = {
  concurrency: "maximumConcurrency",
  maxConcurrency: "maximumConcurrency",
  maxRetries: "maxReceives",
  maxReceiveCount: "maxReceives",
  maximumBatchingWindow: "batchWindow",
  memorySize: "memory",
  method: "methods",
};

function suggestKey(kind: Kind, key: string): string {
  const elsewhere = (Object.keys(KEYS) as Kind[]).find((other) => keysOf(other).includes(key));
  if (elsewhere !== undefined) return `"${key}" belongs in ${PLACES[elsewhere]}`;
  const known = keysOf(kind);
  const habits = Object.keys(HABITS).filter((name) => known.includes(HABITS[name] ?? ""));
  const nearest = findNearest(key, [...known, ...habits]);
  if (nearest !== undefined) return `Did you mean "${HABITS[nearest] ?? nearest}"?`;
  return `Keys: ${[...known].sort().join(", ")}`;
}

function keysOf(kind: Kind): readonly string[] {
  return [...KEYS[kind].static, ...KEYS[kind].runtime];
}
