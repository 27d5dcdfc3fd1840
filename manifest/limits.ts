/** AWS service limits that a backend can break, each with the page that states it. */

export interface Limit {
  readonly minimum: number;
  readonly maximum: number;
  /** Unit of both: `s`, `MB`, `bytes`, or empty for a count. */
  readonly unit: "s" | "MB" | "bytes" | "characters" | "";
  /** False where AWS, or our own runtime, takes fractions. */
  readonly integer: boolean;
  readonly source: string;
  /** What else to do for somebody who wants more, or less. */
  readonly above?: string;
  readonly below?: string;
}

const SQS_ATTRIBUTES =
  "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html";
const LAMBDA_QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const EVENT_SOURCE_MAPPING =
  "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html";
const HTTP_API_QUOTAS =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html";
const WEBSOCKET_API_QUOTAS =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html";

export const LIMITS = {
  /** API Gateway gives up after 30 s, with an answer of its own: one second less leaves ours time. */
  httpTimeout: {
    minimum: 0.1,
    maximum: 29,
    unit: "s",
    integer: false,
    source: HTTP_API_QUOTAS,
    above: "do what takes longer in a queue",
  },
  /** A WebSocket API gives up after 29 s: one second less leaves an answer of ours time. */
  socketTimeout: {
    minimum: 0.1,
    maximum: 28,
    unit: "s",
    integer: false,
    source: WEBSOCKET_API_QUOTAS,
    above: "do what takes longer in a queue",
  },
  /** Lambda stops a function after 900 s: ten seconds less leave time to report and to begin. */
  queueTimeout: { minimum: 0.1, maximum: 890, unit: "s", integer: false, source: LAMBDA_QUOTAS },
  functionTimeout: { minimum: 1, maximum: 900, unit: "s", integer: true, source: LAMBDA_QUOTAS },
  memorySize: { minimum: 128, maximum: 10_240, unit: "MB", integer: true, source: LAMBDA_QUOTAS },
  batchSizeStandard: {
    minimum: 1,
    maximum: 10_000,
    unit: "",
    integer: true,
    source: EVENT_SOURCE_MAPPING,
  },
  batchSizeFifo: { minimum: 1, maximum: 10, unit: "", integer: true, source: EVENT_SOURCE_MAPPING },
  /** Above this batch size, the batching window must be at least one second. */
  batchSizeWithoutWindow: {
    minimum: 1,
    maximum: 10,
    unit: "",
    integer: true,
    source: EVENT_SOURCE_MAPPING,
  },
  batchWindow: {
    minimum: 0,
    maximum: 300,
    unit: "s",
    integer: true,
    source: EVENT_SOURCE_MAPPING,
  },
  maximumConcurrency: {
    minimum: 2,
    maximum: 1_000,
    unit: "",
    integer: true,
    source: "https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html",
    below: "for one job at a time, make it a FIFO queue and push to one group",
  },
  maxReceives: { minimum: 1, maximum: 1_000, unit: "", integer: true, source: SQS_ATTRIBUTES },
  delay: { minimum: 0, maximum: 900, unit: "s", integer: true, source: SQS_ATTRIBUTES },
  retention: { minimum: 60, maximum: 1_209_600, unit: "s", integer: true, source: SQS_ATTRIBUTES },
  visibilityTimeout: {
    minimum: 0,
    maximum: 43_200,
    unit: "s",
    integer: true,
    source: SQS_ATTRIBUTES,
  },
  /** The physical name of a queue, the app's prefix and `.fifo` included. */
  queuePhysicalName: {
    minimum: 1,
    maximum: 80,
    unit: "characters",
    integer: true,
    source:
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
  },
  scheduleName: {
    minimum: 1,
    maximum: 64,
    unit: "characters",
    integer: true,
    source: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
  },
  /** All names and values of a function's environment variables. */
  environment: {
    minimum: 0,
    maximum: 4_096,
    unit: "bytes",
    integer: true,
    source: LAMBDA_QUOTAS,
  },
  packageZip: {
    minimum: 0,
    maximum: 50 * 1024 * 1024,
    unit: "bytes",
    integer: true,
    source: LAMBDA_QUOTAS,
  },
  packageUnzipped: {
    minimum: 0,
    maximum: 250 * 1024 * 1024,
    unit: "bytes",
    integer: true,
    source: LAMBDA_QUOTAS,
  },
} as const satisfies Record<string, Limit>;

/** `1 to 10`, `0 to 300 s`, with thousands separated. */
export function describeLimit(limit: Limit): string {
  return `${formatCount(limit.minimum)} to ${formatQuantity(limit.maximum, limit)}`;
}

/** `900 s`, `10,240 MB`, `1,000`. */
export function formatQuantity(value: number, { unit }: Pick<Limit, "unit">): string {
  return unit === "" ? formatCount(value) : `${formatCount(value)} ${unit}`;
}

export function isWithinLimit(value: number, limit: Limit): boolean {
  return (
    value >= limit.minimum && value <= limit.maximum && (!limit.integer || Number.isInteger(value))
  );
}

/** `10,240`. Not toLocaleString, which takes 40 ms when it is first called. */
export function formatCount(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
