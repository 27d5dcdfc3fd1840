import type { Manifest, Queue, Schedule } from "../../manifest/manifest.ts";

/** The manifest of a backend with nothing but these queues, all settings at their defaults. */
export function createQueueManifest(names: readonly string[]): Manifest {
  return {
    version: 1,
    function: { memorySize: 1_024, timeoutSeconds: 305 },
    index: null,
    routes: [],
    queues: names.map((name) => createQueue(name)),
    socket: null,
    schedules: [],
  };
}

/** A queue as the build describes it, but for `settings` at its defaults. */
export function createQueue(name: string, settings: Partial<Queue> = {}): Queue {
  const fifo = name.endsWith(".fifo");
  return {
    name,
    file: `queues/${name}.ts`,
    fifo,
    middleware: [],
    timeoutSeconds: 300,
    batchSize: fifo ? 1 : 10,
    batchWindowSeconds: 0,
    maximumConcurrency: null,
    maxReceives: 5,
    delaySeconds: 0,
    retentionSeconds: 1_209_600,
    paused: false,
    groups: "sequential",
    ...settings,
  };
}

/** A schedule as the build describes it, every night but for `settings`. */
export function createSchedule(name: string, settings: Partial<Schedule> = {}): Schedule {
  return {
    name,
    file: `schedules/${name}.ts`,
    middleware: [],
    cron: "15 4 * * *",
    timezone: "UTC",
    timeoutSeconds: 300,
    ...settings,
  };
}
