import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

const sqs = new SQSClient();
/** In AWS it begins with the names of project, stack and backend. */
const { LETTERS_QUEUE: QueueName = "local-q-letters" } = process.env;

/** How many letters wait. */
export async function get() {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
  const { Attributes } = await sqs.send(command);
  return { waiting: Number(Attributes?.ApproximateNumberOfMessages) };
}

/** Throws all of them away. */
export async function del() {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
}
