/**
 * The runtime interface client: runs inside each instance, loads the handler of the deployment
 * package and takes invocations from the Runtime API, as Lambda's own does.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
 */
import { existsSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setUpConsole } from "./log-console.ts";
import { Agent, request } from "./node-http.ts";
import { HEADERS, PREFIX } from "./runtime-api-headers.ts";

type Handler = (event: unknown, context: object) => unknown;

const { AWS_LAMBDA_RUNTIME_API = "", LAMBDA_TASK_ROOT = "", _HANDLER = "" } = process.env;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

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
    const { headers, body } = await call("GET", "/invocation/next", undefined);
    await invoke(handler, headers, body);
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

async function invoke(handler: Handler, headers: IncomingHttpHeaders, body: string): Promise<void> {
  const requestId = String(headers[HEADERS.requestId]);
  phase = { requestId };
  process.env._X_AMZN_TRACE_ID = String(headers[HEADERS.traceId]);
  const path = `/invocation/${requestId}`;
  let result: string | undefined;
  try {
    const value = await handler(JSON.parse(body), createContext(requestId, headers));
    result = JSON.stringify(value) ?? "null";
  } catch (error) {
    console.error(error);
    const problem = describeError(error);
    await call("POST", `${path}/error`, JSON.stringify(problem), problem.errorType);
  }
  if (result !== undefined) await call("POST", `${path}/response`, result);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function createContext(requestId: string, headers: IncomingHttpHeaders): object {
  const deadlineMs = Number(headers[HEADERS.deadlineMs]);
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers[HEADERS.functionArn],
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
    const problem = describeError(error, errorType);
    await call("POST", path, JSON.stringify(problem), problem.errorType);
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

/** Resolves to the answer of the Runtime API. Without one there is nobody left to work for. */
function call(
  method: "GET" | "POST",
  path: string,
  body: string | undefined,
  errorType?: string,
): Promise<{ headers: IncomingHttpHeaders; body: string }> {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const headers = {
    ...(bytes === undefined ? {} : { "content-length": bytes.length }),
    ...(errorType === undefined ? {} : { [HEADERS.errorType]: encodeURI(errorType) }),
    [HEADERS.maxMemoryUsed]: Math.ceil(process.resourceUsage().maxRSS / 1024),
  };
  return new Promise((resolve) => {
    const url = `http://${AWS_LAMBDA_RUNTIME_API}${PREFIX}${path}`;
    const outgoing = request(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString("utf8") }),
      );
      response.on("error", endProcessGroup);
    });
    outgoing.on("error", endProcessGroup);
    outgoing.end(bytes);
  });
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
