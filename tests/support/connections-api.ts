import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What API Gateway knows of a connection. */
interface State {
  isOpen: boolean;
  readonly received: string[];
}

/** `@connections` of a WebSocket API, as strict as API Gateway's. */
export interface ConnectionsApi {
  /** What QUEUERUN_CONNECTIONS_URL is. */
  readonly url: string;
  /** Requests: `POST a`, `DELETE a`. */
  readonly requests: string[];
  /** The most requests that were answered at a time. */
  readonly mostAtOnce: () => number;
  /** A handshake has begun: nothing can be posted yet. */
  begin(id: string): void;
  open(id: string): void;
  end(id: string): void;
  has(id: string): boolean;
  /** What was posted to it, also after it has ended. */
  received(id: string): readonly string[];
  /** Resolves when so much was posted to it, or it has ended. */
  until(id: string, count: number): Promise<void>;
  /** Answers the next requests for a connection with an error of AWS. */
  fail(id: string, status: number, type: string): void;
  close(): Promise<void>;
}

const MAX_BYTES = 131_072;

export async function startConnectionsApi(): Promise<ConnectionsApi> {
  const states = new Map<string, State>();
  const changes = new EventEmitter();
  const ended = new Map<string, State>();
  const failures = new Map<string, { readonly status: number; readonly type: string }>();
  const requests: string[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const end = (id: string) => {
    const state = states.get(id);
    if (state !== undefined) ended.set(id, state);
    states.delete(id);
    changes.emit(id);
  };
  const answer = (request: IncomingMessage, body: Buffer, id: string): [number, string] => {
    const failure = failures.get(id);
    if (failure !== undefined) return [failure.status, failure.type];
    if (!isSigned(request)) return [403, "ForbiddenException"];
    const state = states.get(id);
    if (state?.isOpen !== true) return [410, "GoneException"];
    if (body.length > MAX_BYTES) return [413, "PayloadTooLargeException"];
    if (request.method === "DELETE") end(id);
    else state.received.push(body.toString());
    changes.emit(id);
    return [request.method === "DELETE" ? 204 : 200, ""];
  };
  const server = createServer(async (request, response) => {
    atOnce++;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    const id = decodeURIComponent(
      /^\/live\/@connections\/([^/]+)$/.exec(request.url ?? "")?.[1] ?? "",
    );
    const body = await readBody(request);
    requests.push(`${request.method} ${id}`);
    const [status, type] = answer(request, body, id);
    atOnce--;
    send(response, status, type);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
    requests,
    mostAtOnce: () => mostAtOnce,
    begin: (id) => void states.set(id, { isOpen: false, received: [] }),
    open(id) {
      const state = states.get(id) ?? { isOpen: true, received: [] };
      state.isOpen = true;
      states.set(id, state);
    },
    end,
    has: (id) => states.has(id),
    received: (id) => (states.get(id) ?? ended.get(id))?.received ?? [],
    async until(id, count) {
      while (states.has(id) && (states.get(id)?.received.length ?? 0) < count)
        await once(changes, id);
    },
    fail: (id, status, type) => void failures.set(id, { status, type }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isSigned({ headers }: IncomingMessage): boolean {
  return /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-central-1\/execute-api\/aws4_request, /.test(
    headers.authorization ?? "",
  );
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, type: string): void {
  const headers = type === "" ? {} : { "x-amzn-errortype": type };
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(type === "" ? {} : { message: type }));
}
