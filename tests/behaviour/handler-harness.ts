import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { buildBackend } from "../../build/build.ts";
import { createPackageFolder } from "../../dev/package-folder.ts";
import { VARIABLES } from "../../manifest/environment.ts";
import { createHttpEvent } from "../support/http-event.ts";
import { type SqsServer, startSqs } from "../support/sqs-server.ts";
import type { EventMessage, ResultMessage } from "./handler-process.ts";
import { BEHAVIOUR_BACKEND, createAnswer, type Harness, type RequestOptions } from "./harness.ts";

const PROCESS = fileURLToPath(new URL("handler-process.ts", import.meta.url));

/**
 * Calls the package's handler with events, in a process of its own: no gateway, no Runtime API, and an
 * SQS that has only dead-letter queues.
 */
export async function startHandler(): Promise<Harness> {
  const sqs = await startSqs();
  return await startHandlerWith(sqs, {});
}

/** @param variables Of the environment, beside those of queues. It closes `sqs` as well. */
export async function startHandlerWith(
  sqs: SqsServer,
  variables: NodeJS.ProcessEnv,
): Promise<Harness> {
  const folder = await createPackageFolder();
  const root = await folder.unzip(await buildBackend(BEHAVIOUR_BACKEND));
  await sqs.createQueue("shop-d-work");
  await sqs.createQueue("shop-d-_internal");
  const env = { ...createEnvironment(sqs), ...variables };
  const child = fork(PROCESS, [root], { env, silent: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  const ended = once(child, "close");
  const ready = await Promise.race([once(child, "message"), ended]);
  if (ready[0] !== "ready") throw new Error(`The package does not load:\n${output}`);
  const invoke = createInvoke(child);
  return {
    invoke,
    fetch: async (path, init) => readResult(await invoke(createEvent(path, init))),
    queueArn: (name) => `arn:aws:sqs:eu-central-1:123456789012:shop-q-${name}`,
    output: () => output,
    async close() {
      child.kill();
      await ended;
      await sqs.close();
      await folder.remove();
    },
  };
}

/** What Lambda and queuerun set: the function finds a local SQS where AWS's would be. */
function createEnvironment({ environment }: SqsServer): NodeJS.ProcessEnv {
  const { region, queueUrlPrefix, deadLetterUrlPrefix, credentials } = environment;
  return {
    ...process.env,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
    [VARIABLES.queueUrlPrefix]: queueUrlPrefix,
    [VARIABLES.deadLetterUrlPrefix]: deadLetterUrlPrefix,
  };
}

function createInvoke(child: ChildProcess): (event: unknown) => Promise<unknown> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on("message", ({ id, result, error }: ResultMessage) => {
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  child.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("The process has ended"));
  });
  return async (event) => {
    const message: EventMessage = { id: ++last, event };
    const result = Promise.withResolvers<unknown>();
    waiting.set(message.id, result);
    child.send(message);
    try {
      return await result.promise;
    } finally {
      // What the backend has printed is there, but may not have been read
      await setImmediate();
    }
  };
}

/** The event of a request as the gateway would make it: the path decoded, cookies apart. */
function createEvent(path: string, { method = "GET", headers = {}, body }: RequestOptions = {}) {
  const [rawPath = "/", ...query] = path.split("?");
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const { cookie, ...others } = Object.fromEntries(names);
  const event = createHttpEvent(method, "/");
  return {
    ...event,
    rawPath: decodeURIComponent(rawPath),
    rawQueryString: query.join("?"),
    headers: { ...event.headers, "x-forwarded-proto": "http", ...others },
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    ...(body === undefined
      ? {}
      : { body: Buffer.from(body).toString("base64"), isBase64Encoded: true }),
  };
}

function readResult(result: unknown) {
  const {
    statusCode = 0,
    headers = {},
    cookies = [],
    body = "",
    isBase64Encoded = false,
  } = result as APIGatewayProxyStructuredResultV2;
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  return createAnswer(statusCode, headers, cookies, bytes);
}
