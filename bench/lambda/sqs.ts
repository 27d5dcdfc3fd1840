import type { AddressInfo } from "node:net";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { VARIABLES } from "../../manifest/environment.ts";

export interface LocalSqs {
  /** For the functions under test: a queue `work`, and how to reach it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Requests since the last time. */
  countRequests(): number;
  close(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: "x", secretAccessKey: "x" };

/** SQS's protocol on a free port, in memory. */
export async function startLocalSqs(): Promise<LocalSqs> {
  const app = buildApp({ logger: false });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  let requests = 0;
  app.server.on("request", () => {
    requests++;
  });
  const client = new SQSClient({ region: "eu-central-1", endpoint, credentials: CREDENTIALS });
  await client.send(new CreateQueueCommand({ QueueName: "shop-q-work" }));
  client.destroy();
  const prefix = `${endpoint}/000000000000/shop-`;
  return {
    variables: {
      [VARIABLES.queueUrlPrefix]: `${prefix}q-`,
      [VARIABLES.deadLetterUrlPrefix]: `${prefix}d-`,
      QUEUE_URL: `${prefix}q-work`,
      ENDPOINT: endpoint,
    },
    countRequests() {
      const count = requests;
      requests = 0;
      return count;
    },
    close: () => app.close(),
  };
}
