import { request as httpRequest, type IncomingMessage } from "node:http";
import { fileURLToPath } from "node:url";

/** The backend that every suite asks, in each way to run it. */
export const BEHAVIOUR_BACKEND = fileURLToPath(
  new URL("../fixtures/behaviour-backend", import.meta.url),
);

/**
 * One way to run the backend's deployment package: the suites ask each the same questions and
 * expect the same answers. What differs by nature is taken out here (`GATEWAY_HEADERS`).
 */
export interface Harness {
  /** Sends an HTTP request. The path goes out as it is written: nothing is normalized. */
  fetch(path: string, init?: RequestOptions): Promise<Answer>;
  /** Invokes the function with an event and resolves to its result. */
  invoke(event: unknown): Promise<unknown>;
  /** The ARN of a queue, as its events name it. */
  queueArn(name: string): string;
  /** What the backend has printed since the start. */
  output(): string;
  close(): Promise<void>;
}

export interface RequestOptions {
  /** Default `GET`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case, without those that a gateway sets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** Set by a gateway or by HTTP itself: absent when the handler is called directly. */
const GATEWAY_HEADERS = [
  "apigw-requestid",
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
];

/** Starts a harness before the tests of the surrounding `describe`, and closes it after them. */
export function useHarness<H extends Harness>(start: () => Promise<H>): () => H {
  let harness: H | undefined;
  before(async function () {
    this.timeout("3m");
    harness = await start();
  });
  after(() => harness?.close());
  return () => {
    if (harness === undefined) throw new Error("The harness is used outside a test");
    return harness;
  };
}

/**
 * What the lines say from `pattern` on; those without it are left out. Clients print a time, a request
 * ID and a level before it.
 */
export function linesFrom(lines: readonly string[], pattern: RegExp): string[] {
  return lines.flatMap((line) => {
    const at = line.search(pattern);
    return at < 0 ? [] : [line.slice(at)];
  });
}

/** Sends a request over a real socket, with the path as it is written: `fetch` would resolve `..`. */
export function sendRequest(
  base: string,
  path: string,
  { method = "GET", headers = {}, body }: RequestOptions = {},
): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, path, method, headers, agent: false });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => readAnswer(incoming).then(resolve, reject));
    outgoing.end(body);
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { "set-cookie": cookies = [], ...headers } = incoming.headers;
  return createAnswer(incoming.statusCode ?? 0, headers, cookies, Buffer.concat(chunks));
}

export function createAnswer(
  status: number,
  headers: Readonly<Record<string, unknown>>,
  cookies: readonly string[],
  body: Buffer,
): Answer {
  const entries = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !GATEWAY_HEADERS.includes(name));
  return { status, headers: Object.fromEntries(entries), cookies, body };
}
