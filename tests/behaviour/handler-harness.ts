import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { buildBackend } from "../../build/build.ts";
import { createPackageFolder } from "../../dev/package-folder.ts";
import { createHttpEvent } from "../support/http-event.ts";
import type { EventMessage, ResultMessage } from "./handler-process.ts";
import { BEHAVIOUR_BACKEND, createAnswer, type Harness, type RequestOptions } from "./harness.ts";

const PROCESS = fileURLToPath(new URL("handler-process.ts", import.meta.url));

/** Calls the package's handler with events, in a process of its own: no gateway, no Runtime API. */
export async function startHandler(): Promise<Harness> {
  const folder = await createPackageFolder();
  const root = await folder.unzip(await buildBackend(BEHAVIOUR_BACKEND));
  const child = fork(PROCESS, [root], {
    env: { ...process.env, AWS_REGION: "eu-west-1" },
    silent: true,
  });
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
    output: () => output,
    async close() {
      child.kill();
      await ended;
      await folder.remove();
    },
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
  return (event) => {
    const message: EventMessage = { id: ++last, event };
    const result = Promise.withResolvers<unknown>();
    waiting.set(message.id, result);
    child.send(message);
    return result.promise;
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
