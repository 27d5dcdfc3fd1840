import { APP_NAME_LENGTH } from "./app-name.ts";
import { LIMITS } from "./limits.ts";
import { CODE_EXTENSION, type NameError } from "./route-path.ts";

export interface QueueName {
  /** `email`, `billing.fifo` */
  readonly name: string;
  readonly fifo: boolean;
}

/** Characters kept for what physical names begin with: `APP-q-`. */
const QUEUE_PREFIX_LENGTH = APP_NAME_LENGTH + "-q-".length;

/** Characters a queue's name may have, `.fifo` included. */
export const QUEUE_NAME_LENGTH = LIMITS.queuePhysicalName.maximum - QUEUE_PREFIX_LENGTH;

// Members of `queues` in the SDK, and what JavaScript asks of any object that is awaited or printed.
const RESERVED = ["get", "self", "then", "toString", "toJSON", "__proto__"];

/** @param file Relative to `queues/`: `billing.fifo.ts`. */
export function parseQueueFile(file: string): QueueName | NameError {
  const name = file.replace(CODE_EXTENSION, "");
  const fifo = name.endsWith(".fifo");
  return checkKey(queueKey(name)) ?? checkLength(name) ?? { name, fifo };
}

/** The property of `queues` in the SDK: `email`, `billing` of `billing.fifo`. */
export function queueKey(name: string): string {
  return name.replace(/\.fifo$/, "");
}

function checkKey(key: string): NameError | undefined {
  if (RESERVED.includes(key))
    return {
      message: `"${key}" cannot be the name of a queue: "queues.${key}" means something else`,
      fix: "Choose another name",
    };
  if (key.includes("/"))
    return {
      message: "A queue is a file directly in queues/",
      fix: `Name it "queues/${key.replaceAll("/", "-")}.ts", or begin the name of its folder with "_" if it is no queue`,
    };
  if (/^[A-Za-z0-9_-]+$/.test(key)) return undefined;
  return {
    message: `"${key}" is no name of a queue`,
    fix: suggestName(key),
  };
}

function suggestName(key: string): string {
  const [, stem] = /^([A-Za-z0-9_-]+)[.](?:fifo|FIFO|Fifo)/.exec(key) ?? [];
  if (stem !== undefined) return `Name it "queues/${stem}.fifo.ts" for a FIFO queue`;
  return 'Use letters, digits, "_" and "-", and end with ".fifo" for a FIFO queue';
}

function checkLength(name: string): NameError | undefined {
  if (name.length <= QUEUE_NAME_LENGTH) return undefined;
  return {
    message: `The queue's name has ${name.length} characters, at most ${QUEUE_NAME_LENGTH}: SQS allows ${LIMITS.queuePhysicalName.maximum}, of which ${QUEUE_PREFIX_LENGTH} are for the prefix that sets your app's queues apart`,
    fix: "Choose a shorter name",
  };
}
