import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const sqs = new SQSClient();

/** Pushes a job of another backend, in the same account. */
export async function post() {
  const own = await sqs.send(new GetQueueUrlCommand({ QueueName: "local-q-letters" }));
  const QueueUrl = new URL("payroll-production-api-1a2b3c4d-q-salaries", own.QueueUrl).href;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"to":"me"}' }));
}
