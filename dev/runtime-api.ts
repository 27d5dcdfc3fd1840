/**
 * The Lambda Runtime API of one instance, as strict as Lambda's.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FUNCTION_ARN } from "./aws-names.ts";
import type { Invocation } from "./invocation.ts";
import { MAX_RESULT_BYTES } from "./limits.ts";
import { createServer } from "./node-http.ts";
import { readBody } from "./read-body.ts";
import { HEADERS, PREFIX } from "./runtime-api-headers.ts";

/** What a runtime interface client tells Lambda. */
export interface RuntimeApiEvents {
  /** Ready for an invocation. */
  next(): void;
  result(outcome: RuntimeOutcome): void;
  initError(body: string): void;
}

export interface RuntimeOutcome {
  readonly kind: "response" | "error" | "too-large";
  readonly body: string;
  /** As our own client reports it. */
  readonly maxMemoryUsed?: number;
}

export class RuntimeApi {
  readonly #server: Server;
  readonly #events: RuntimeApiEvents;
  /** The `next` that waits for an invocation. */
  #waiting: ServerResponse | undefined;
  #currentId: string | undefined;

  constructor(events: RuntimeApiEvents) {
    this.#events = events;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    // The client waits in `next` for as long as there is nothing to do
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 0;
  }

  /** Resolves to the address of AWS_LAMBDA_RUNTIME_API. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => {
        const { port } = this.#server.address() as AddressInfo;
        resolve(`127.0.0.1:${port}`);
      });
    });
  }

  /** Answers the waiting `next`. */
  deliver(invocation: Invocation, deadlineMs: number): void {
    const response = this.#waiting;
    if (response === undefined) throw new Error("The instance is not ready for an invocation");
    this.#waiting = undefined;
    this.#currentId = invocation.requestId;
    response.writeHead(200, {
      "content-type": "application/json",
      [HEADERS.requestId]: invocation.requestId,
      [HEADERS.deadlineMs]: String(deadlineMs),
      [HEADERS.functionArn]: FUNCTION_ARN,
      [HEADERS.traceId]: invocation.traceId,
    });
    response.end(invocation.payload);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "" } = request;
    const path = url.startsWith(`${PREFIX}/`) ? url.slice(PREFIX.length) : "";
    const [, requestId, outcome] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (method === "GET" && path === "/invocation/next") this.#answerNext(response);
    else if (method === "POST" && path === "/init/error")
      await this.#takeInitError(request, response);
    else if (method === "POST" && requestId !== undefined)
      await this.#takeResult(requestId, outcome === "response", request, response);
    else sendError(response, 404, "NotFound", `No resource "${method} ${url}"`);
  }

  #answerNext(response: ServerResponse): void {
    if (this.#waiting === undefined && this.#currentId === undefined) {
      this.#waiting = response;
      this.#events.next();
    } else {
      sendError(response, 403, "InvalidStateTransition", "An invocation is under way");
    }
  }

  async #takeResult(
    requestId: string,
    isResponse: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (requestId !== this.#currentId) {
      request.resume();
      return sendError(response, 400, "InvalidRequestID", "Invalid request ID");
    }
    // Taken at once: a second answer to the same invocation is refused while this one is read
    this.#currentId = undefined;
    const body = await readBody(request, MAX_RESULT_BYTES);
    if (body === undefined) {
      this.#currentId = requestId;
      return;
    }
    const memory = Number(request.headers[HEADERS.maxMemoryUsed]);
    const used = Number.isFinite(memory) ? { maxMemoryUsed: memory } : {};
    if (body === "too-large") {
      const message = `Exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes)`;
      sendError(response, 413, "RequestEntityTooLarge", message);
      this.#events.result({ kind: "too-large", body: "", ...used });
    } else {
      sendStatus(response);
      const kind = isResponse ? "response" : "error";
      this.#events.result({ kind, body: body.toString("utf8"), ...used });
    }
  }

  async #takeInitError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, MAX_RESULT_BYTES);
    if (body === undefined) return;
    sendStatus(response);
    this.#events.initError(body === "too-large" ? "" : body.toString("utf8"));
  }
}

function sendStatus(response: ServerResponse): void {
  response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}\n');
}

function sendError(
  response: ServerResponse,
  status: number,
  errorType: string,
  errorMessage: string,
): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ errorMessage, errorType }));
}
