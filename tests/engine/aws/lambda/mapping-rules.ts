import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { EventSourceMapping } from "../entities.ts";
import { roleStatements } from "../iam/managed-policies.ts";
import { allows } from "../iam/policy-document.ts";
import type { Store } from "../store.ts";
import { findFunction, parseFunctionName } from "./function-name.ts";

/** What Lambda's poller does with the role of the function. */
const POLLER_ACTIONS = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

const MAXIMUM_FIFO_BATCH = 10;

/** A larger batch needs time to fill. */
const MAXIMUM_BATCH_WITHOUT_WINDOW = 10;

/** @throws AwsError for a mapping that Lambda refuses. */
export function checkMapping(client: Client, store: Store, mapping: EventSourceMapping): void {
  const { eventSourceArn, functionArn, batchSize, maximumBatchingWindowInSeconds } = mapping;
  const found = findFunction(store, parseFunctionName(client, functionArn));
  const queue = store.get("queue", eventSourceArn);
  if (queue === undefined)
    refuse(
      "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. " +
        "SQS Error Message: The specified queue does not exist.",
    );
  const { fifoQueue, visibilityTimeoutSeconds } = queue.attributes;
  const { timeout, role } = found.configuration;
  if (visibilityTimeoutSeconds < timeout)
    refuse(
      `Queue visibility timeout: ${visibilityTimeoutSeconds} seconds is less than ` +
        `Function timeout: ${timeout} seconds`,
    );
  if (fifoQueue && batchSize > MAXIMUM_FIFO_BATCH)
    refuse(`Batch size must be ${MAXIMUM_FIFO_BATCH} or less for FIFO queues`);
  if (fifoQueue && maximumBatchingWindowInSeconds > 0)
    refuse("Batching window is not supported for FIFO queues");
  if (batchSize > MAXIMUM_BATCH_WITHOUT_WINDOW && maximumBatchingWindowInSeconds < 1)
    refuse(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    );
  const statements = roleStatements(store, role.slice(role.lastIndexOf("/") + 1));
  for (const action of POLLER_ACTIONS)
    if (!allows(statements, action, eventSourceArn))
      refuse(
        "The provided execution role does not have permissions to call " +
          `${action.slice("sqs:".length)} on SQS`,
      );
  checkOnlyMapping(store, mapping);
}

function checkOnlyMapping(store: Store, mapping: EventSourceMapping): void {
  const twin = store
    .list("mapping")
    .find(
      (each) =>
        each.uuid !== mapping.uuid &&
        each.eventSourceArn === mapping.eventSourceArn &&
        each.functionArn === mapping.functionArn,
    );
  if (twin !== undefined)
    throw new AwsError(
      "ResourceConflictException",
      `An event source mapping with SQS arn (" ${mapping.eventSourceArn} ") and function ` +
        `(" ${mapping.functionArn} ") already exists. Please update or delete the existing ` +
        `mapping with UUID ${twin.uuid}`,
    );
}

function refuse(message: string): never {
  throw new AwsError("InvalidParameterValueException", message);
}
