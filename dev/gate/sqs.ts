/**
 * SQS's JSON protocol, which is the only one that the local SQS speaks.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
import { queueArn } from "../aws-names.ts";
import type { Access } from "./access.ts";
import { type Refusal, toJsonError } from "./refusal.ts";

/** @param operation `SendMessageBatch` */
export function findSqsAccess(operation: string, input: object): Access {
  // IAM has no actions for batches
  const action = `sqs:${operation.replace(/Batch$/, "")}`;
  const { QueueUrl, QueueName } = input as { QueueUrl?: unknown; QueueName?: unknown };
  if (typeof QueueUrl === "string") return { action, resource: parseQueueUrl(QueueUrl) };
  return { action, resource: typeof QueueName === "string" ? queueArn(QueueName) : "*" };
}

/** `http://127.0.0.1:4566/000000000000/local-q-email`, as the local SQS takes it apart. */
function parseQueueUrl(url: string): string {
  const [, region] = /^https?:\/\/sqs\.([^.]+)\./.exec(url) ?? [];
  const path = url.replace(/^https?:\/\/[^/]+/, "").split("/");
  const [name = "", account] = path.filter((part) => part !== "").toReversed();
  return queueArn(name, account, region);
}

export function toSqsError(refusal: Refusal) {
  return {
    status: 403,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-query-error": `${refusal.code};Sender`,
    },
    body: toJsonError(refusal),
  };
}
