import assert from "node:assert/strict";
import {
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { type Caller, FUNCTION, POLLER } from "../../../dev/access-keys.ts";
import { findSqsAccess } from "../../../dev/gate/sqs.ts";
import { type QueueService, startQueueService } from "../../../dev/queue-service.ts";
import { createTestAccess } from "../../support/access.ts";
import { createQueue } from "../../support/dev-package.ts";

const SQS = "arn:aws:sqs:us-east-1:000000000000";

describe("findSqsAccess", () => {
  it("names the action that IAM has for a request, and its queue", () => {
    const QueueUrl = "http://127.0.0.1:4566/000000000000/local-q-email";
    const resource = `${SQS}:local-q-email`;
    const find = (operation: string, input: object) => findSqsAccess(operation, input);
    assert.deepEqual(find("SendMessage", { QueueUrl }), { action: "sqs:SendMessage", resource });
    assert.deepEqual(find("ChangeMessageVisibilityBatch", { QueueUrl }), {
      action: "sqs:ChangeMessageVisibility",
      resource,
    });
    assert.deepEqual(find("CreateQueue", { QueueName: "a.fifo" }), {
      action: "sqs:CreateQueue",
      resource: `${SQS}:a.fifo`,
    });
    assert.deepEqual(find("ListQueues", {}), { action: "sqs:ListQueues", resource: "*" });
  });

  it("takes account and region out of the URL, as the local SQS takes it apart", () => {
    const resources = [
      "https://sqs.eu-west-1.amazonaws.com/123456789012/payroll",
      "http://localhost/123456789012/payroll/",
      "/123456789012//payroll",
    ].map((QueueUrl) => findSqsAccess("SendMessage", { QueueUrl }).resource);
    assert.deepEqual(resources, [
      "arn:aws:sqs:eu-west-1:123456789012:payroll",
      "arn:aws:sqs:us-east-1:123456789012:payroll",
      "arn:aws:sqs:us-east-1:123456789012:payroll",
    ]);
  });
});

describe("the local SQS behind the gate", () => {
  const access = createTestAccess({ queues: [createQueue("email")] });
  const clients: SQSClient[] = [];
  let service: QueueService;
  before(async () => {
    service = await startQueueService({ gate: access.gate, visibilityFactor: 6 });
    await service.synchronize([createQueue("email")], 5);
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await service.close();
  });

  function createClient(caller: Caller): SQSClient {
    const endpoint = new URL(service.url("")).origin;
    const credentials = access.issue(caller);
    const client = new SQSClient({ endpoint, region: "us-east-1", credentials });
    clients.push(client);
    return client;
  }

  it("is for the client of AWS as SQS is", async () => {
    const client = createClient(FUNCTION);
    const QueueUrl = service.url("local-q-email");
    const Entries = [{ Id: "1", MessageBody: "a" }];
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    assert.equal(sent.Successful?.length, 1);
    const gone = [{ Id: "1", ReceiptHandle: "x" }];
    const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: gone }));
    assert.equal(deleted.Successful?.length, 1);
  });

  it("refuses as SQS does", async () => {
    const refused = async (caller: Caller, queue: string) => {
      const input = { QueueUrl: service.url(queue), MessageBody: "a" };
      const error = await createClient(caller)
        .send(new SendMessageCommand(input))
        .then(
          () => assert.fail("No error"),
          (thrown) => thrown,
        );
      return [error.name, error.Code, error.$metadata.httpStatusCode, error.message];
    };
    const denied = (session: string, queue: string) => [
      "AccessDenied",
      "AccessDenied",
      403,
      `User: arn:aws:sts::000000000000:assumed-role/local-runtime/${session} is not authorized to perform: sqs:sendmessage on resource: ${SQS}:${queue} because no identity-based policy allows the sqs:sendmessage action`,
    ];
    assert.deepEqual(await refused(FUNCTION, "payroll"), denied("local", "payroll"));
    assert.deepEqual(
      await refused(POLLER, "local-q-email"),
      denied("event-source-mapping", "local-q-email"),
    );
  });

  it("has nothing else than SQS for anybody", async () => {
    const origin = new URL(service.url("")).origin;
    const paths = ["/_fauxqs/queues", "/bucket/key", "/health", "/", "/no-such-path"];
    const statuses = paths.map(async (path) => (await fetch(`${origin}${path}`)).status);
    assert.deepEqual(await Promise.all(statuses), [403, 403, 403, 403, 403]);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const form = { method: "POST", headers, body: "Action=CreateTopic&Name=a" };
    assert.equal((await fetch(origin, form)).status, 403);
  });
});
