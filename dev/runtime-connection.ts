import { createConnection, type Socket } from "node:net";
import { createMessageReader, formatMessage, type HttpMessage } from "./http-message.ts";
import { HEADERS, PREFIX } from "./runtime-api-headers.ts";

export interface RuntimeRequest {
  readonly method: "GET" | "POST";
  /** Below that of the Runtime API. */
  readonly path: string;
  readonly body?: string;
  readonly errorType?: string;
}

/** The connection of our runtime interface client to the Runtime API. */
export class RuntimeConnection {
  readonly #socket: Socket;
  /** Of requests without an answer, in their order. */
  readonly #waiting: ((answer: HttpMessage) => void)[] = [];

  /** @param lost Called when it has ended: without it there is nobody left to work for. */
  constructor(address: string, lost: () => void) {
    const [host = "", port] = address.split(":");
    this.#socket = createConnection({ host, port: Number(port), noDelay: true });
    this.#socket.on("error", lost);
    this.#socket.on("close", lost);
    this.#socket.on(
      "data",
      createMessageReader(Number.POSITIVE_INFINITY, (answer) => this.#take(answer)),
    );
    this.#socket.unref();
  }

  /** Resolves to the answer. The next request need not wait for it. */
  ask({ method, path, body = "", errorType }: RuntimeRequest): Promise<HttpMessage> {
    const headers = {
      // The Runtime API knows our client by it
      [HEADERS.maxMemoryUsed]: Math.ceil(process.resourceUsage().maxRSS / 1024),
      ...(errorType === undefined ? {} : { [HEADERS.errorType]: encodeURI(errorType) }),
    };
    this.#socket.write(formatMessage(`${method} ${PREFIX}${path} HTTP/1.1`, headers, body));
    // Without an answer to wait for, it does not keep a process alive that has nothing to do
    this.#socket.ref();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #take(answer: HttpMessage): void {
    const resolve = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#socket.unref();
    resolve?.(answer);
  }
}
