import type { SQSEvent } from "aws-lambda";
import { VARIABLES } from "../../manifest/environment.ts";
import { createSqsEvent, QUEUE_URL_PREFIX } from "../../tests/support/sqs-event.ts";
import type { Sources } from "./packages.ts";

/** What handles the jobs of a queue. */
export type JobPeer = "bare" | "powertools";

/** Of queuerun's function: the batches here are of these queues. No request is made to them. */
export const QUEUE_VARIABLES = { [VARIABLES.queueUrlPrefix]: QUEUE_URL_PREFIX };

/** Jobs of a standard queue that do next to nothing, so that what remains is overhead. */
export const STANDARD: Sources<JobPeer> = {
  backend: {
    "queues/work.ts": `let total = 0;
export default async function add({ order }) {
  total += order;
}
`,
  },
  peers: {
    bare: `let total = 0;
async function add({ order }) {
  total += order;
}
export const handler = async ({ Records }) => {
  await Promise.all(Records.map(({ body }) => add(JSON.parse(body))));
  return { batchItemFailures: [] };
};`,
    powertools: `import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
let total = 0;
async function add({ order }) {
  total += order;
}
const processor = new BatchProcessor(EventType.SQS);
export const handler = (event, context) =>
  processPartialResponse(event, ({ body }) => add(JSON.parse(body)), processor, { context });`,
  },
};

/** Milliseconds that a FIFO job waits for something. */
export const FIFO_JOB_MS = 2;

/** Jobs of a FIFO queue: one at a time, in order. */
export function createFifo(groups: "sequential" | "concurrent"): Sources<"powertools"> {
  return {
    backend: {
      "queues/work.fifo.ts": `import { setTimeout } from "node:timers/promises";
export const config = { batchSize: 10, timeout: "10s", groups: "${groups}" };
export default () => setTimeout(${FIFO_JOB_MS});
`,
    },
    peers: {
      powertools: `import { SqsFifoPartialProcessorAsync, processPartialResponse } from "@aws-lambda-powertools/batch";
import { setTimeout } from "node:timers/promises";
const processor = new SqsFifoPartialProcessorAsync();
export const handler = (event, context) =>
  processPartialResponse(event, () => setTimeout(${FIFO_JOB_MS}), processor, { context, skipGroupOnError: true });`,
    },
  };
}

export function createBatch(count: number): SQSEvent {
  return createSqsEvent(
    ...Array.from({ length: count }, (_, order) => ({
      id: `job-${order}`,
      queue: "work",
      body: JSON.stringify({ order }),
    })),
  );
}

/** A backlog as Lambda would hand it over: in each batch of 10, two jobs of each of 5 groups. */
export function createFifoBacklog(count: number, groups: number): SQSEvent[] {
  const records = Array.from({ length: count }, (_, order) => ({
    id: `job-${order}`,
    queue: "work.fifo",
    group: `group-${Math.floor(order / 2) % groups}`,
    body: JSON.stringify({ order }),
  }));
  return Array.from({ length: count / 10 }, (_, batch) =>
    createSqsEvent(...records.slice(batch * 10, batch * 10 + 10)),
  );
}
