/** Received messages as the event that an event source mapping invokes the function with. */
import type { SQSEvent, SQSMessageAttributes, SQSRecord } from "aws-lambda";
import { REGION } from "./aws-names.ts";
import type { MessageAttribute, ReceivedMessage } from "./sqs-client.ts";

export function createSqsEvent(
  messages: readonly ReceivedMessage[],
  eventSourceArn: string,
): SQSEvent {
  return { Records: messages.map((message) => createRecord(message, eventSourceArn)) };
}

function createRecord(message: ReceivedMessage, eventSourceARN: string): SQSRecord {
  const { MD5OfMessageAttributes, Attributes = {} } = message;
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: Attributes as unknown as SQSRecord["attributes"],
    messageAttributes: createMessageAttributes(message.MessageAttributes ?? {}),
    ...(MD5OfMessageAttributes === undefined
      ? {}
      : { md5OfMessageAttributes: MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN,
    awsRegion: REGION,
  };
}

function createMessageAttributes(
  attributes: Readonly<Record<string, MessageAttribute>>,
): SQSMessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
}

/**
 * Divides a batch so that each event fits into an invocation: ten messages of 1 MiB would not. Every
 * part has at least one message, and keeps their order.
 */
export function divideBatch(
  messages: readonly ReceivedMessage[],
  maximumBytes: number,
): ReceivedMessage[][] {
  const parts: ReceivedMessage[][] = [];
  let size = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(JSON.stringify(createSqsEvent([message], FRAME_ARN)));
    const part = parts.at(-1);
    if (part === undefined || size + bytes > maximumBytes) {
      parts.push([message]);
      size = bytes;
    } else {
      part.push(message);
      size += bytes;
    }
  }
  return parts;
}

/** As long as an ARN gets. */
const FRAME_ARN = "a".repeat(128);
