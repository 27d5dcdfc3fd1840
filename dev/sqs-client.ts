/**
 * The local cloud's own client of the local SQS service: SQS's JSON protocol, and nothing else. AWS's
 * client would cost each start of the local cloud a tenth of a second and 28 MB.
 */
import type { Credentials } from "./access-keys.ts";
import { createSignature } from "./gate/signature.ts";

/** A message as SQS delivers it. Binary values are in base64. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MD5OfMessageAttributes?: string;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
}

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** What a client can ask for. */
export interface Operations {
  readonly CreateQueue: {
    readonly input: { QueueName: string; Attributes: Readonly<Record<string, string>> };
    readonly output: { readonly QueueUrl: string };
  };
  readonly SetQueueAttributes: {
    readonly input: { QueueUrl: string; Attributes: Readonly<Record<string, string>> };
    readonly output: object;
  };
  readonly GetQueueAttributes: {
    readonly input: { QueueUrl: string; AttributeNames: readonly string[] };
    readonly output: { readonly Attributes: Readonly<Record<string, string>> };
  };
  readonly SendMessage: {
    readonly input: {
      QueueUrl: string;
      MessageBody: string;
      DelaySeconds?: number;
      MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
      MessageGroupId?: string;
      MessageDeduplicationId?: string;
    };
    readonly output: { readonly MessageId: string };
  };
  readonly ReceiveMessage: {
    readonly input: {
      QueueUrl: string;
      MaxNumberOfMessages: number;
      MessageAttributeNames: readonly string[];
      MessageSystemAttributeNames: readonly string[];
    };
    readonly output: { readonly Messages?: readonly ReceivedMessage[] };
  };
  readonly ChangeMessageVisibilityBatch: {
    readonly input: {
      QueueUrl: string;
      Entries: readonly {
        readonly Id: string;
        readonly ReceiptHandle: string;
        readonly VisibilityTimeout: number;
      }[];
    };
    readonly output: object;
  };
  readonly DeleteMessageBatch: {
    readonly input: {
      QueueUrl: string;
      Entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
    };
    readonly output: object;
  };
}

export interface SqsClient {
  call<Name extends keyof Operations>(
    operation: Name,
    input: Operations[Name]["input"],
  ): Promise<Operations[Name]["output"]>;
}

/** A request to the service, which goes through all that one from another process goes through. */
export type Inject = (request: {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}) => Promise<{ readonly statusCode: number; readonly payload: string }>;

/** @param inject The service is in this process: a connection would cost as much as the request. */
export function createSqsClient(inject: Inject, host: string, credentials: Credentials): SqsClient {
  const signature = { host, ...createSignature(credentials, "sqs") };
  const type = { "content-type": "application/x-amz-json-1.0" };
  return {
    async call(operation, input) {
      const { statusCode, payload } = await inject({
        method: "POST",
        url: "/",
        headers: { ...signature, ...type, "x-amz-target": `AmazonSQS.${operation}` },
        payload: JSON.stringify(input),
      });
      if (statusCode !== 200) throw new Error(`Cannot ${operation}: SQS answers ${payload}`);
      return JSON.parse(payload);
    },
  };
}
