import type { SQSEvent, SQSRecord } from "aws-lambda";
import { ATTRIBUTE } from "../../sdk/attribute.ts";

/** What a record of a test states; the rest is as SQS would send it. */
export interface RecordFields {
  readonly id: string;
  /** Queue name: `email`, `billing.fifo`. */
  readonly queue?: string;
  readonly body?: string;
  /** Text of queuerun's own attribute. */
  readonly attribute?: string;
  readonly group?: string;
  readonly receivedCount?: number;
}

/** Queue URL prefix of the app that the records are for. */
export const QUEUE_URL_PREFIX = "https://sqs.eu-central-1.amazonaws.com/123456789012/shop-q-";

export function createSqsEvent(...records: readonly RecordFields[]): SQSEvent {
  return { Records: records.map(createRecord) };
}

function createRecord(fields: RecordFields): SQSRecord {
  const { id, queue = "email", body = "{}", attribute, group, receivedCount = 1 } = fields;
  return {
    messageId: id,
    receiptHandle: `receipt-${id}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receivedCount),
      SentTimestamp: "1795472400000",
      SenderId: "AROAEXAMPLE:shop",
      ApproximateFirstReceiveTimestamp: "1795472400500",
      ...(group === undefined
        ? {}
        : {
            MessageGroupId: group,
            SequenceNumber: "18849496460467696128",
            MessageDeduplicationId: `dedupe-${id}`,
          }),
    },
    messageAttributes:
      attribute === undefined
        ? {}
        : { [ATTRIBUTE]: { stringValue: attribute, dataType: "String" } },
    md5OfBody: "99914b932bd37a50b983c5e7c90ae93b",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:shop-q-${queue}`,
    awsRegion: "eu-central-1",
  };
}
