/**
 * The runtime interface client: runs inside each instance, loads the handler of the deployment
 * package and takes invocations from the Runtime API, as Lambda's own does.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { HttpMessage } from "./http-message.ts";
import { setUpConsole } from "./log-console.ts";
import { HEADERS } from "./runtime-api-headers.ts";
import { RuntimeConnection } from "./runtime-connection.ts";

type Handler = (event: unknown, context: object) => unknown;

const { AWS_LAMBDA_RUNTIME_API = "", LAMBDA_TASK_ROOT = "", _HANDLER = "" } = process.env;
const runtimeApi = new RuntimeConnection(AWS_LAMBDA_RUNTIME_API, endProcessGroup);

setUpConsole(console, process.env);

/** What an error that nobody catches belongs to. */
let phase: "init" | "idle" | { readonly requestId: string } = "init";

process.on("uncaughtException", (error) => void fail(error, "Runtime.UncaughtException", 129));
process.on(
  "unhandledRejection",
  (reason) => void fail(reason, "Runtime.UnhandledPromiseRejection", 128),
);
// Nothing is left that could settle what we wait for
process.on("beforeExit", () => {
  const error = new Error("Node.js would exit: a promise is awaited that can never settle");
  void fail(error, "Runtime.NodeJsExit", 1);
});

void serve();

async function serve(): Promise<void> {
  let handler: Handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    return await fail(error, undefined, 1);
  }
  for (;;) {
    phase = "idle";
    await invoke(handler, await runtimeApi.ask({ method: "GET", path: "/invocation/next" }));
    // What the backend has left to do in this turn is done before it is ready again
    await setImmediate();
  }
}

async function loadHandler(): Promise<Handler> {
  const dot = _HANDLER.lastIndexOf(".");
  const name = join(LAMBDA_TASK_ROOT, _HANDLER.slice(0, dot));
  const file = [".mjs", ".js", ".cjs"].map((extension) => name + extension).find(existsSync);
  if (file === undefined) throw new Error(`Cannot find module of handler "${_HANDLER}"`);
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const handler = module[_HANDLER.slice(dot + 1)];
  if (typeof handler !== "function") throw new Error(`Handler "${_HANDLER}" is no function`);
  return handler as Handler;
}

/** Sends the result, and does not wait for the answer: the next request comes after it in any case. */
async function invoke(handler: Handler, { headers, body }: HttpMessage): Promise<void> {
  const requestId = headers.get(HEADERS.requestId) ?? "";
  phase = { requestId };
  process.env._X_AMZN_TRACE_ID = headers.get(HEADERS.traceId);
  const path = `/invocation/${requestId}`;
  try {
    const value = await handler(JSON.parse(body), createContext(requestId, headers));
    const result = JSON.stringify(value) ?? "null";
    void runtimeApi.ask({ method: "POST", path: `${path}/response`, body: result });
  } catch (error) {
    console.error(error);
    void sendError(`${path}/error`, describeError(error));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function createContext(requestId: string, headers: HttpMessage["headers"]): object {
  const deadlineMs = Number(headers.get(HEADERS.deadlineMs));
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers.get(HEADERS.functionArn),
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/** Reports an error after which the process cannot go on, and ends it. */
async function fail(error: unknown, errorType: string | undefined, code: number): Promise<void> {
  const failed = phase;
  phase = "idle";
  console.error(error);
  if (failed !== "idle") {
    const path = failed === "init" ? "/init/error" : `/invocation/${failed.requestId}/error`;
    await sendError(path, describeError(error, errorType));
  }
  process.exit(code);
}

/** Anything may be thrown, and describing it must not throw again. */
function describeError(error: unknown, errorType?: string): { errorType: string } {
  if (!(error instanceof Error))
    return Object.assign({ errorType: errorType ?? typeof error }, { errorMessage: show(error) });
  const { name, message, stack } = error;
  const trace = typeof stack === "string" ? stack.split("\n") : [];
  return Object.assign(
    { errorType: errorType ?? show(name) },
    { errorMessage: show(message), trace },
  );
}

function show(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "an object without a text";
  }
}

function sendError(path: string, error: { errorType: string }): Promise<HttpMessage> {
  const { errorType } = error;
  return runtimeApi.ask({ method: "POST", path, body: JSON.stringify(error), errorType });
}

/** The local cloud is gone: ends this process and those it has started. */
function endProcessGroup(): void {
  try {
    // The local cloud starts each instance as the leader of a process group of its own
    process.kill(-process.pid, "SIGKILL");
  } finally {
    process.exit(1);
  }
}
