import type { DeployedQueue } from "../manifest/internal-queue.ts";
import { LIMITS } from "../manifest/limits.ts";
import { deadLetterQueueName, queueArn } from "./aws-names.ts";

export type QueueAttributes = Readonly<Record<string, string>>;

/** SQS's own maximum, and its default since it was raised from 256 KiB. */
const MAXIMUM_MESSAGE_SIZE = "1048576";

const FIFO_ATTRIBUTES: QueueAttributes = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "messageGroup",
  FifoThroughputLimit: "perMessageGroupId",
};

/** As AWS asks for. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const VISIBILITY_FACTOR = 6;

/**
 * Seconds a received message stays invisible: some times the timeout of the function, and the batching
 * window.
 */
export function visibilityTimeout(
  { batchWindowSeconds }: DeployedQueue,
  functionTimeoutSeconds: number,
  factor: number,
): number {
  const seconds = Math.ceil(factor * functionTimeoutSeconds + batchWindowSeconds);
  return Math.min(seconds, LIMITS.visibilityTimeout.maximum);
}

export function createQueueAttributes(
  queue: DeployedQueue,
  functionTimeoutSeconds: number,
  visibilityFactor = VISIBILITY_FACTOR,
): QueueAttributes {
  return {
    ...(queue.fifo ? FIFO_ATTRIBUTES : {}),
    DelaySeconds: String(queue.delaySeconds),
    MaximumMessageSize: MAXIMUM_MESSAGE_SIZE,
    MessageRetentionPeriod: String(queue.retentionSeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: queueArn(deadLetterQueueName(queue.name)),
      maxReceiveCount: queue.maxReceives,
    }),
    VisibilityTimeout: String(visibilityTimeout(queue, functionTimeoutSeconds, visibilityFactor)),
  };
}

export function createDeadLetterAttributes(queue: DeployedQueue): QueueAttributes {
  return {
    ...(queue.fifo ? FIFO_ATTRIBUTES : {}),
    MaximumMessageSize: MAXIMUM_MESSAGE_SIZE,
    MessageRetentionPeriod: String(LIMITS.retention.maximum),
  };
}
