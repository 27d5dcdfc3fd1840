import type { OutgoingMessage } from "../../sdk/context.ts";
import type { RuntimeEnvironment } from "../environment.ts";
import type { SqsClient } from "./sqs-client.ts";

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
  /** Opens a connection, with a request that SQS refuses as it asks for nothing. Never rejects. */
  connect(queueUrl: string): Promise<void>;
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
 * SQS through a client, which is loaded on first use.
 * @param load Loads `sqs-client.ts`; null in a backend without queues.
 */
export function createSqs(
  load: (() => Promise<unknown>) | null,
  environment: RuntimeEnvironment,
): Sqs {
  let opening: Promise<SqsClient> | undefined;
  const openOnce = () => {
    opening ??= open(load, environment);
    return opening;
  };
  return {
    async sendBatch(QueueUrl, messages) {
      const client = await openOnce();
      const Entries = messages.map(createEntry);
      const { sent, failed } = parseOutput(
        await client.call("SendMessageBatch", { QueueUrl, Entries }),
      );
      return messages.map(({ body }, index) => {
        const { MessageId: id, MD5OfMessageBody: digest } = sent.get(String(index)) ?? {};
        if (typeof id !== "string") return createRefusal(failed.get(String(index)));
        return digest === md5(body) ? { ok: true, value: id } : DAMAGED;
      });
    },
    async changeVisibilityBatch(QueueUrl, changes) {
      const client = await openOnce();
      const Entries = changes.map(({ receiptHandle, visibilityTimeout }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: visibilityTimeout,
      }));
      const { sent, failed } = parseOutput(
        await client.call("ChangeMessageVisibilityBatch", { QueueUrl, Entries }),
      );
      return changes.map((_, index) =>
        sent.has(String(index))
          ? { ok: true, value: undefined }
          : createRefusal(failed.get(String(index))),
      );
    },
    async connect(QueueUrl) {
      try {
        const client = await openOnce();
        await client.call("SendMessageBatch", { QueueUrl, Entries: [] }, 1);
      } catch {
        // As it has to be, or whoever pushes will see
      }
    },
  };
}

async function open(
  load: (() => Promise<unknown>) | null,
  { region, credentials, queueUrlPrefix }: RuntimeEnvironment,
): Promise<SqsClient> {
  if (load === null) throw new Error("Cannot reach SQS: this backend has no queues");
  if (credentials === undefined)
    throw new Error("Cannot reach SQS: the runtime has no credentials");
  // The build writes `load` to import exactly this module.
  const { createSqsClient } = (await load()) as ClientModule;
  return createSqsClient({ endpoint: new URL(queueUrlPrefix).origin, region, credentials });
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

type Fields = Readonly<Record<string, unknown>>;

/** Of a batch, by ID. */
function parseOutput(output: unknown): Record<"sent" | "failed", ReadonlyMap<unknown, Fields>> {
  const { Successful, Failed } = Object(output) as Fields;
  return { sent: mapById(Successful), failed: mapById(Failed) };
}

function mapById(entries: unknown): ReadonlyMap<unknown, Fields> {
  if (!Array.isArray(entries)) return new Map();
  return new Map(entries.map((entry: unknown) => [Object(entry).Id, Object(entry)]));
}

function createRefusal(failed: Fields | undefined): Refusal {
  const { Code: code, Message: reason, SenderFault: isPermanent } = failed ?? {};
  return {
    ok: false,
    code: typeof code === "string" ? code : "NoResult",
    reason: typeof reason === "string" ? reason : "SQS does not say what became of it",
    retryable: isPermanent !== true,
  };
}

const DAMAGED: Refusal = {
  ok: false,
  code: "InvalidChecksum",
  reason: "SQS has another body than was sent, by its MD5",
  retryable: false,
};

function md5(text: string): string {
  return process.getBuiltinModule("node:crypto").createHash("md5").update(text).digest("hex");
}
