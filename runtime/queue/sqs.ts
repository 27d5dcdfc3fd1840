import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import type { OutgoingMessage } from "../../sdk/context.ts";
import { createClientSettings } from "../client-settings.ts";
import type { RuntimeEnvironment } from "../environment.ts";

/** What the runtime asks of SQS. Both reject only if the request as a whole failed. */
export interface Sqs {
  /** Results in the order of the messages: their message IDs. */
  sendBatch(
    queueUrl: string,
    messages: readonly OutgoingMessage[],
  ): Promise<readonly SqsResult<string>[]>;
  /** Results in the order of the changes. */
  changeVisibilityBatch(
    queueUrl: string,
    changes: readonly VisibilityChange[],
  ): Promise<readonly SqsResult<undefined>[]>;
}

export interface VisibilityChange {
  readonly receiptHandle: string;
  /** Seconds from now, 0 to 43,200. */
  readonly visibilityTimeout: number;
}

/** What became of one entry of a batch. */
export type SqsResult<Value> = { readonly ok: true; readonly value: Value } | Refusal;

export interface Refusal {
  readonly ok: false;
  /** SQS's own code, such as `InvalidMessageContents`. */
  readonly code: string;
  readonly reason: string;
  /** The fault is SQS's, and may pass. */
  readonly retryable: boolean;
}

type ClientModule = typeof import("./sqs-client.ts");

/**
 * SQS through the AWS SDK, which is loaded on first use.
 * @param load Loads `sqs-client.ts`; null in a backend without queues.
 */
export function createSqs(
  load: (() => Promise<unknown>) | null,
  environment: RuntimeEnvironment,
): Sqs {
  let opening: ReturnType<typeof open> | undefined;
  const openOnce = () => {
    opening ??= open(load, environment);
    return opening;
  };
  return {
    async sendBatch(QueueUrl, messages) {
      const { client, SendMessageBatchCommand } = await openOnce();
      const Entries = messages.map(createEntry);
      const output = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      const sent = new Map(output.Successful?.map(({ Id, MessageId }) => [Id, MessageId]));
      return messages.map((_, index) => {
        const messageId = sent.get(String(index));
        if (messageId === undefined) return findRefusal(output.Failed, index);
        return { ok: true, value: messageId };
      });
    },
    async changeVisibilityBatch(QueueUrl, changes) {
      const { client, ChangeMessageVisibilityBatchCommand } = await openOnce();
      const Entries = changes.map(({ receiptHandle, visibilityTimeout }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: visibilityTimeout,
      }));
      const output = await client.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }),
      );
      const changed = new Set(output.Successful?.map(({ Id }) => Id));
      return changes.map((_, index) =>
        changed.has(String(index))
          ? { ok: true, value: undefined }
          : findRefusal(output.Failed, index),
      );
    },
  };
}

async function open(load: (() => Promise<unknown>) | null, environment: RuntimeEnvironment) {
  if (load === null) throw new Error("Cannot reach SQS: this backend has no queues");
  // The build writes `load` to import exactly this module.
  const module = (await load()) as ClientModule;
  const settings = createClientSettings(environment, "SQS");
  const endpoint = new URL(environment.queueUrlPrefix).origin;
  return { ...module, client: new module.SQSClient({ ...settings, endpoint }) };
}

function createEntry(message: OutgoingMessage, index: number) {
  const attributes = Object.entries(message.attributes).map(([name, value]) => [
    name,
    { DataType: "String", StringValue: value },
  ]);
  return {
    Id: String(index),
    MessageBody: message.body,
    MessageAttributes: Object.fromEntries(attributes),
    DelaySeconds: message.delaySeconds,
    MessageGroupId: message.messageGroupId,
    MessageDeduplicationId: message.messageDeduplicationId,
  };
}

function findRefusal(failed: readonly BatchResultErrorEntry[] | undefined, index: number): Refusal {
  const {
    Code: code = "NoResult",
    Message: reason = "SQS does not say what became of it",
    SenderFault: isPermanent = false,
  } = failed?.find(({ Id }) => Id === String(index)) ?? {};
  return { ok: false, code, reason, retryable: !isPermanent };
}
