import type { AddressInfo } from "node:net";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { buildApp } from "fauxqs";
import type { RuntimeEnvironment } from "../../runtime/environment.ts";
import { NO_SOCKET } from "./environment.ts";

const ACCOUNT = "000000000000";
const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

export interface SqsServer {
  readonly environment: RuntimeEnvironment;
  /** Creates a queue of the app; FIFO if its name says so. */
  createQueue(name: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
  /** Receives up to 10 messages, with all their attributes; waits up to 20 s for the first. */
  receive(url: string): Promise<Message[]>;
  /** Receives messages as an event source mapping hands them to the function. */
  receiveEvent(url: string): Promise<SQSEvent>;
  /** Deletes the messages of an event, except those that failed. */
  deleteDone(url: string, event: SQSEvent, failures: readonly string[]): Promise<void>;
  /** Messages that are visible, in flight, delayed. */
  count(url: string): Promise<{ visible: number; inFlight: number; delayed: number }>;
  close(): Promise<void>;
}

/** A local SQS on a free port of 127.0.0.1: real requests by the real client. */
export async function startSqs(): Promise<SqsServer> {
  const app = buildApp({ logger: false });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const client = new SQSClient({ region: "eu-central-1", endpoint, credentials: CREDENTIALS });
  const receive: SqsServer["receive"] = async (QueueUrl) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 20,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    return Messages;
  };
  return {
    environment: {
      region: "eu-central-1",
      queueUrlPrefix: `${endpoint}/${ACCOUNT}/shop-q-`,
      deadLetterUrlPrefix: `${endpoint}/${ACCOUNT}/shop-d-`,
      ...NO_SOCKET,
      credentials: CREDENTIALS,
      provisioned: false,
    },
    async createQueue(name, attributes = {}) {
      const Attributes = name.endsWith(".fifo") ? { FifoQueue: "true", ...attributes } : attributes;
      await client.send(
        new CreateQueueCommand({
          QueueName: name,
          Attributes: { MaximumMessageSize: "1048576", ...Attributes },
        }),
      );
      return `${endpoint}/${ACCOUNT}/${name}`;
    },
    receive,
    async receiveEvent(url) {
      const messages = await receive(url);
      const arn = `arn:aws:sqs:eu-central-1:${ACCOUNT}:${url.slice(url.lastIndexOf("/") + 1)}`;
      return { Records: messages.map((message) => createRecord(message, arn)) };
    },
    async deleteDone(QueueUrl, { Records }, failures) {
      const done = Records.filter(({ messageId }) => !failures.includes(messageId));
      for (const { receiptHandle: ReceiptHandle } of done)
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
    async count(QueueUrl) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
      );
      return {
        visible: Number(Attributes.ApproximateNumberOfMessages),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
        delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
      };
    },
    async close() {
      client.destroy();
      await app.close();
    },
  };
}

function createRecord(message: Message, arn: string): SQSEvent["Records"][number] {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    { stringValue: value.StringValue, dataType: value.DataType },
  ]);
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: message.Attributes as unknown as SQSEvent["Records"][number]["attributes"],
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: "eu-central-1",
  };
}
