import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DeployedQueue, deployedQueues } from "../manifest/internal-queue.ts";
import { LIMITS } from "../manifest/limits.ts";
import { deadLetterQueueName, queueName } from "../manifest/physical-names.ts";
import { isPaused } from "./concurrency.ts";
import type { BackendContext } from "./context.ts";
import { keepOptions } from "./keep-data.ts";

/** A queue of the backend, with its dead-letter queue. */
export interface QueuePair {
  readonly settings: DeployedQueue;
  readonly queue: aws.sqs.Queue;
  readonly deadLetterQueue: aws.sqs.Queue;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_MESSAGE_BYTES = 1_048_576;

/** Long polling: how long a receive waits for a message, in seconds. */
const RECEIVE_WAIT_SECONDS = 20;

/** What AWS recommends, so that a message is not received again while it is being retried. */
const TIMEOUTS_IN_VISIBILITY = 6;

export function createQueues(context: BackendContext): readonly QueuePair[] {
  return deployedQueues(context.package.manifest).map((settings) => createQueue(context, settings));
}

function createQueue(context: BackendContext, settings: DeployedQueue): QueuePair {
  const { name, fifo } = settings;
  const options = keepOptions(context);
  const common = {
    ...(fifo ? createFifoArgs() : {}),
    maxMessageSize: MAX_MESSAGE_BYTES,
    receiveWaitTimeSeconds: RECEIVE_WAIT_SECONDS,
    sqsManagedSseEnabled: true,
    ...context.tags,
  };
  const deadLetterQueue = new aws.sqs.Queue(
    `${context.name}-d-${name}`,
    {
      name: deadLetterQueueName(context.app, name),
      messageRetentionSeconds: LIMITS.retention.maximum,
      ...common,
    },
    options,
  );
  const queue = new aws.sqs.Queue(
    `${context.name}-q-${name}`,
    {
      name: queueName(context.app, name),
      delaySeconds: settings.delaySeconds,
      messageRetentionSeconds: settings.retentionSeconds,
      visibilityTimeoutSeconds: visibilityTimeout(context, settings),
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: deadLetterQueue.arn,
        maxReceiveCount: settings.maxReceives,
      }),
      ...common,
    },
    options,
  );
  return { settings, queue, deadLetterQueue };
}

/** Order and duplicates are a matter of each message group, so that groups do not wait for others. */
function createFifoArgs() {
  return {
    fifoQueue: true,
    contentBasedDeduplication: false,
    deduplicationScope: "messageGroup",
    fifoThroughputLimit: "perMessageGroupId",
  };
}

/** In seconds. Lambda refuses a mapping whose queue has less than the function's timeout. */
export function visibilityTimeout(
  { package: { manifest } }: Pick<BackendContext, "package">,
  { batchWindowSeconds }: Pick<DeployedQueue, "batchWindowSeconds">,
): number {
  const recommended =
    TIMEOUTS_IN_VISIBILITY * manifest.function.timeoutSeconds + batchWindowSeconds;
  return Math.min(recommended, LIMITS.visibilityTimeout.maximum);
}

/** The event source mappings: Lambda's pollers, which hand jobs to the function. */
export function createMappings(
  context: BackendContext,
  queues: readonly QueuePair[],
  alias: aws.lambda.Alias,
): void {
  for (const { settings, queue } of queues) {
    const share = context.shares.get(settings.name);
    new aws.lambda.EventSourceMapping(
      `${context.name}-${settings.name}`,
      {
        eventSourceArn: queue.arn,
        functionName: alias.arn,
        enabled: !settings.paused && !isPaused(context.operation),
        batchSize: settings.batchSize,
        // SQS has none for FIFO queues
        ...(settings.fifo ? {} : { maximumBatchingWindowInSeconds: settings.batchWindowSeconds }),
        ...(share === undefined ? {} : { scalingConfig: { maximumConcurrency: share } }),
        functionResponseTypes: ["ReportBatchItemFailures"],
        ...context.tags,
      },
      context.options,
    );
  }
}
