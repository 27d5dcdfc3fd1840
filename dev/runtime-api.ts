/**
 * The Lambda Runtime API of one instance, as strict as Lambda's.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { FUNCTION_ARN } from "./aws-names.ts";
import type { Invocation } from "./invocation.ts";
import { MAX_RESULT_BYTES } from "./limits.ts";
import { HEADERS, PREFIX } from "./runtime-api-headers.ts";
import {
  createRuntimeServer,
  type RuntimeRequest,
  type RuntimeServer,
  type SendAnswer,
  type TakeBody,
} from "./runtime-server.ts";

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
  readonly #server: RuntimeServer;
  readonly #events: RuntimeApiEvents;
  /** Answers the `next` that waits for an invocation. */
  #waiting: SendAnswer | undefined;
  #currentId: string | undefined;

  constructor(events: RuntimeApiEvents) {
    this.#events = events;
    this.#server = createRuntimeServer((request, send) => this.#take(request, send));
  }

  /** Resolves to the address of AWS_LAMBDA_RUNTIME_API. */
  listen(): Promise<string> {
    return this.#server.listen();
  }

  /** Answers the waiting `next`. */
  deliver({ requestId, traceId, payload }: Invocation, deadlineMs: number): void {
    const send = this.#waiting;
    if (send === undefined) throw new Error("The instance is not ready for an invocation");
    this.#waiting = undefined;
    this.#currentId = requestId;
    const headers = {
      "content-type": "application/json",
      [HEADERS.requestId]: requestId,
      [HEADERS.deadlineMs]: String(deadlineMs),
      [HEADERS.functionArn]: FUNCTION_ARN,
      [HEADERS.traceId]: traceId,
    };
    send({ status: 200, headers, body: payload });
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #take(request: RuntimeRequest, send: SendAnswer): TakeBody | undefined {
    const { method, url } = request;
    const path = url.startsWith(`${PREFIX}/`) ? url.slice(PREFIX.length) : "";
    const [, requestId, outcome] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (method === "GET" && path === "/invocation/next") this.#takeNext(send);
    else if (method === "POST" && path === "/init/error") return this.#takeInitError(send);
    else if (method !== "POST" || requestId === undefined)
      sendError(send, 404, "NotFound", `No resource "${method} ${url}"`);
    else if (requestId !== this.#currentId)
      sendError(send, 400, "InvalidRequestID", "Invalid request ID");
    else return this.#takeResult(requestId, outcome === "response", request, send);
  }

  #takeNext(send: SendAnswer): void {
    if (this.#waiting === undefined && this.#currentId === undefined) {
      this.#waiting = send;
      this.#events.next();
    } else {
      sendError(send, 403, "InvalidStateTransition", "An invocation is under way");
    }
  }

  #takeResult(
    requestId: string,
    isResponse: boolean,
    { maxMemoryUsed }: RuntimeRequest,
    send: SendAnswer,
  ): TakeBody {
    // Taken at once: a second answer to the same invocation is refused while this one is read
    this.#currentId = undefined;
    const memory = Number(maxMemoryUsed);
    const used = Number.isFinite(memory) ? { maxMemoryUsed: memory } : {};
    return (body) => {
      if (body === undefined) this.#currentId = requestId;
      else if (body === "too-large") {
        const message = `Exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes)`;
        sendError(send, 413, "RequestEntityTooLarge", message);
        this.#events.result({ kind: "too-large", body: "", ...used });
      } else {
        sendStatus(send);
        this.#events.result({ kind: isResponse ? "response" : "error", body, ...used });
      }
    };
  }

  #takeInitError(send: SendAnswer): TakeBody {
    return (body) => {
      if (body === undefined) return;
      sendStatus(send);
      this.#events.initError(body === "too-large" ? "" : body);
    };
  }
}

const JSON_TYPE = { "content-type": "application/json" };

function sendStatus(send: SendAnswer): void {
  send({ status: 202, headers: JSON_TYPE, body: '{"status":"OK"}\n' });
}

function sendError(
  send: SendAnswer,
  status: number,
  errorType: string,
  errorMessage: string,
): void {
  const body = JSON.stringify({ errorMessage, errorType });
  send({ status, headers: JSON_TYPE, body });
}
