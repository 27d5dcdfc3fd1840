import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { buildBackend } from "../../build/build.ts";
import { createPackageFolder } from "../../dev/package-folder.ts";
import { VARIABLES } from "../../manifest/environment.ts";
import { INTERNAL_QUEUE } from "../../manifest/internal-queue.ts";
import { type ConnectionsApi, startConnectionsApi } from "../../tests/support/connections-api.ts";
import { startDynamoDb } from "../../tests/support/dynamodb.ts";
import { startSqs } from "../../tests/support/sqs-server.ts";

const BACKEND = fileURLToPath(new URL("../../tests/fixtures/hostile-backend", import.meta.url));
/** Of the fixture, and queuerun's own. */
const QUEUES = ["work", "ordered.fifo", INTERNAL_QUEUE];

/** The fixture's deployment package, and what it reaches: SQS, DynamoDB and connections. */
export interface World {
  readonly api: ConnectionsApi;
  /** Of the environment of what is forked. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Runs a module with the package's folder and `args`, in the environment of the package. */
  fork(module: URL, options: ForkOptions): ChildProcess;
  close(): Promise<void>;
}

export interface ForkOptions {
  readonly args: readonly string[];
  /** In the place of those of the world. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of Node. */
  readonly execArgv?: readonly string[];
}

export async function createWorld(): Promise<World> {
  const [sqs, db, api] = await Promise.all([startSqs(), startDynamoDb(), startConnectionsApi()]);
  const packages = await createPackageFolder();
  const root = await packages.unzip(await buildBackend(BACKEND));
  for (const name of QUEUES) {
    await sqs.createQueue(`shop-q-${name}`);
    await sqs.createQueue(`shop-d-${name}`);
  }
  const { region, queueUrlPrefix, deadLetterUrlPrefix, credentials } = sqs.environment;
  const variables = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
    [VARIABLES.queueUrlPrefix]: queueUrlPrefix,
    [VARIABLES.deadLetterUrlPrefix]: deadLetterUrlPrefix,
    [VARIABLES.url]: "https://shop.example",
    [VARIABLES.webSocketUrl]: "wss://live.shop.example",
    [VARIABLES.connectionsUrl]: api.url,
    [VARIABLES.connectionsTable]: await db.createTable(),
    [VARIABLES.dynamodbUrl]: db.url,
  };
  const children = new Set<ChildProcess>();
  return {
    ...{ api, variables },
    fork(module, { args, variables: others, execArgv = [] }) {
      // A backend prints its errors in full, which here is a lot
      const stdio = ["ignore", "ignore", "ignore", "ipc"] as const;
      const options = {
        env: { ...process.env, ...variables, ...others },
        stdio: [...stdio],
        execArgv: [...process.execArgv, ...execArgv],
      };
      const child = fork(module, [root, ...args], options);
      children.add(child);
      return child;
    },
    async close() {
      await Promise.all(Array.from(children, end));
      await Promise.all([sqs.close(), db.close(), api.close(), packages.remove()]);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
