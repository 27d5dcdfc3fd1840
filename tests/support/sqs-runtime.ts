import { formatWithOptions } from "node:util";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { ModuleNamespace, QueueEntry, ScheduleEntry } from "../../manifest/entry.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import type { RuntimeEnvironment } from "../../runtime/environment.ts";
import { handleQueueEvent } from "../../runtime/queue/handle.ts";
import type { Sqs } from "../../runtime/queue/sqs.ts";
import { createTransport } from "../../runtime/queue/transport.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { OutgoingMessage } from "../../sdk/context.ts";
import { BACKEND_ROLE } from "./entry.ts";
import { NO_SOCKET } from "./environment.ts";
import { QUEUE_URL_PREFIX } from "./sqs-event.ts";

const ENVIRONMENT: RuntimeEnvironment = {
  region: "eu-central-1",
  queueUrlPrefix: QUEUE_URL_PREFIX,
  deadLetterUrlPrefix: QUEUE_URL_PREFIX.replace("-q-", "-d-"),
  ...NO_SOCKET,
  url: "https://shop.example",
  credentials: undefined,
  provisioned: false,
};

export interface TestQueue extends Partial<Omit<QueueEntry, "load" | "middleware">> {
  readonly module: ModuleNamespace;
  readonly middleware?: readonly ModuleNamespace[];
}

export interface TestSchedule extends Partial<Omit<ScheduleEntry, "load" | "middleware">> {
  readonly module: ModuleNamespace;
  readonly middleware?: readonly ModuleNamespace[];
}

export interface TestRuntime {
  readonly runtime: Runtime;
  /** What SQS was asked, by the queue's physical name. */
  readonly sent: Record<string, OutgoingMessage[]>;
  readonly visibility: { readonly receipt: string; readonly seconds: number }[];
  /** Lines as they are printed, errors by their message. */
  readonly log: string[];
  handle(event: SQSEvent, options?: { readonly remainingMs?: () => number }): Promise<string[]>;
}

/** A runtime whose modules are objects of the test, and whose SQS takes everything. */
export function createQueueRuntime(
  queues: Readonly<Record<string, TestQueue>>,
  options: {
    readonly index?: ModuleNamespace;
    readonly schedules?: Readonly<Record<string, TestSchedule>>;
    readonly sqs?: Partial<Sqs>;
    readonly environment?: RuntimeEnvironment;
  } = {},
): TestRuntime {
  const { index = {}, schedules = {}, environment = ENVIRONMENT } = options;
  const sent: TestRuntime["sent"] = {};
  const visibility: { receipt: string; seconds: number }[] = [];
  const sqs: Sqs = {
    async sendBatch(url, messages) {
      const name = url.slice(url.lastIndexOf("/") + 1);
      sent[name] = [...(sent[name] ?? []), ...messages];
      return messages.map((_, index) => ({ ok: true, value: `sent-${index}` }));
    },
    async changeVisibilityBatch(_, changes) {
      for (const { receiptHandle, visibilityTimeout } of changes)
        visibility.push({ receipt: receiptHandle, seconds: visibilityTimeout });
      return changes.map(() => ({ ok: true, value: undefined }));
    },
    connect: async () => undefined,
    ...options.sqs,
  };
  const names = new Set(Object.keys(queues));
  const runtime: Runtime = {
    entry: {
      index: null,
      load: [],
      routes: [],
      tree: {},
      socket: null,
      schedules: mapValues(schedules, createScheduleEntry),
      queues: {
        ...mapValues(queues, createQueueEntry),
        ...(Object.keys(schedules).length > 0 ? { [INTERNAL_QUEUE]: createInternalEntry() } : {}),
      },
      sqs: null,
      backendRole: BACKEND_ROLE,
    },
    environment,
    index,
    openSqs: async () => sqs,
    transport: createTransport(sqs, environment.queueUrlPrefix, names),
    socket: undefined,
    site: { url: environment.url },
  };
  const log: string[] = [];
  const print = (...values: unknown[]) => void log.push(formatLine(values));
  const handle: TestRuntime["handle"] = async (event, { remainingMs = () => 600_000 } = {}) => {
    const context = { awsRequestId: "request-1", getRemainingTimeInMillis: remainingMs };
    const response = await handleQueueEvent(event, runtime, context, { error: print, warn: print });
    return identifiers(response);
  };
  return { runtime, sent, visibility, log, handle };
}

function mapValues<Value, Result>(
  values: Readonly<Record<string, Value>>,
  map: (name: string, value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, map(name, value)]),
  );
}

function createInternalEntry(): QueueEntry {
  return {
    ...createQueueEntry(INTERNAL_QUEUE, { module: {} }),
    load: () => import("../../runtime/internal/handle.ts"),
  };
}

function createScheduleEntry(
  name: string,
  { module, middleware = [], ...fields }: TestSchedule,
): ScheduleEntry {
  return {
    file: `schedules/${name}.ts`,
    cron: "15 4 * * *",
    timeoutSeconds: 300,
    ...fields,
    load: async () => module,
    middleware: middleware.map((outer) => async () => outer),
  };
}

function createQueueEntry(name: string, { module, middleware = [], ...fields }: TestQueue) {
  return {
    file: `queues/${name}.ts`,
    fifo: name.endsWith(".fifo"),
    timeoutSeconds: 300,
    maxReceives: 5,
    groups: "sequential",
    ...fields,
    load: async () => module,
    middleware: middleware.map((outer) => async () => outer),
  } satisfies QueueEntry;
}

function identifiers({ batchItemFailures }: SQSBatchResponse): string[] {
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** Prints as `console` does, without the stacks of errors: they differ with every change. */
export function formatLine(values: readonly unknown[]): string {
  const brief = values.map((value) => (value instanceof Error ? String(value) : value));
  return formatWithOptions({ colors: false }, ...brief);
}
