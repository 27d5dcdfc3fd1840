import { ATTRIBUTE, decodeDetails, type MessageDetails } from "../../sdk/attribute.ts";

/** A received message, checked: SQS wrote the frame, but body and attribute are the sender's. */
export interface Message {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** Without the app's prefix: `billing.fifo`. Undefined if it is no queue of this app. */
  readonly queue: string | undefined;
  readonly body: string;
  /** queuerun's own attribute as it came. */
  readonly attribute: string | undefined;
  readonly details: MessageDetails;
  readonly groupId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly receivedCount: number;
  readonly sentAt: Date;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Leaves out records without a message ID, which SQS never sends.
 * @param namePrefix What the physical names of this app's queues begin with: `APP-q-`.
 */
export function parseRecords(records: readonly unknown[], namePrefix: string): Message[] {
  const messages: Message[] = [];
  let arn: unknown;
  let queue: string | undefined;
  for (const record of records) {
    const fields = asFields(record);
    // Those of a batch are of one queue
    if (fields.eventSourceARN !== arn) {
      arn = fields.eventSourceARN;
      queue = parseQueueName(asText(arn) ?? "", namePrefix);
    }
    const { messageId } = fields;
    if (typeof messageId === "string") messages.push(createMessage(messageId, queue, fields));
  }
  return messages;
}

function createMessage(messageId: string, queue: string | undefined, fields: Fields): Message {
  const { receiptHandle, body } = fields;
  const attributes = asFields(fields.attributes);
  const attribute = asText(asFields(asFields(fields.messageAttributes)[ATTRIBUTE]).stringValue);
  return {
    messageId,
    receiptHandle: asText(receiptHandle) ?? "",
    queue,
    body: asText(body) ?? "",
    attribute,
    details: decodeDetails(attribute),
    groupId: asText(attributes.MessageGroupId),
    sequenceNumber: asText(attributes.SequenceNumber),
    receivedCount: asCount(attributes.ApproximateReceiveCount) ?? 1,
    sentAt: new Date(asCount(attributes.SentTimestamp) ?? Date.now()),
  };
}

/** The last segment of `https://sqs.REGION.amazonaws.com/ACCOUNT/APP-q-`. */
export function parseNamePrefix(queueUrlPrefix: string): string {
  return queueUrlPrefix.slice(queueUrlPrefix.lastIndexOf("/") + 1);
}

/** `arn:aws:sqs:REGION:ACCOUNT:APP-q-email` */
function parseQueueName(arn: string, namePrefix: string): string | undefined {
  const physicalName = arn.slice(arn.lastIndexOf(":") + 1);
  return physicalName.startsWith(namePrefix) ? physicalName.slice(namePrefix.length) : undefined;
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function asCount(value: unknown): number | undefined {
  const count = Number(asText(value));
  return Number.isSafeInteger(count) && count > 0 ? count : undefined;
}
