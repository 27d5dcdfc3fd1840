/**
 * A client of the local SQS service: SQS's JSON protocol, and nothing else. AWS's own client would
 * cost each start of the local cloud a tenth of a second and 28 MB.
 */
import type { IncomingMessage } from "node:http";
import type { Credentials } from "./access-keys.ts";
import { createSignature } from "./gate/signature.ts";
import { Agent, request } from "./node-http.ts";

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
  close(): void;
}

export function createSqsClient(endpoint: string, credentials: Credentials): SqsClient {
  const signature = createSignature(credentials, "sqs");
  // Given up before the service does, which would break the request of that very moment
  const agent = new Agent({ keepAlive: true, timeout: 30_000 });
  return {
    call: (operation, input) =>
      new Promise((resolve, reject) => {
        const outgoing = request(endpoint, {
          agent,
          method: "POST",
          headers: {
            ...signature,
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": `AmazonSQS.${operation}`,
          },
        });
        outgoing.on("response", (response) =>
          readOutput(response, operation).then(resolve, reject),
        );
        outgoing.on("error", reject);
        outgoing.end(JSON.stringify(input));
      }),
    close: () => agent.destroy(),
  };
}

async function readOutput<Name extends keyof Operations>(
  response: IncomingMessage,
  operation: Name,
): Promise<Operations[Name]["output"]> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  if (response.statusCode !== 200) throw new Error(`Cannot ${operation}: SQS answers ${text}`);
  return JSON.parse(text);
}
