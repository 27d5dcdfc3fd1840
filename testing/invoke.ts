/** Runs one handler, without a server: what it returns, pushes and sends. */
import { type Invocation, runInvocation } from "../sdk/context.ts";
import type { HttpRequest } from "../sdk/handlers.ts";
import type { Job } from "../sdk/jobs.ts";
import { settlePushes } from "../sdk/settle-pushes.ts";
import type { SocketMessage } from "../sdk/socket-handlers.ts";
import { type RecordedPush, recordPushes } from "./recorded-push.ts";
import { type RecordedSend, recordSends } from "./recorded-send.ts";

/** What an invoked handler did. */
export interface Invoked<Result> {
  /** What it returned, before it is made into a response. */
  readonly result: Result;
  /** What it pushed, in order; nothing was sent. */
  readonly pushes: readonly RecordedPush[];
  /** What it sent to WebSocket connections, in order. */
  readonly sends: readonly RecordedSend[];
}

/** A payload, and the properties of the job that matter; the others have plain values. */
export type JobValues<Payload> = { readonly payload: Payload } & Partial<Job>;

/**
 * Runs a job handler with a payload.
 * @throws What the handler throws, or what a push that nobody awaited failed with.
 */
export function invoke<Payload, Result>(
  handler: (payload: Payload, job: Job) => Result,
  job: JobValues<Payload>,
): Promise<Invoked<Awaited<Result>>>;
/**
 * Runs an HTTP handler, or one of a socket, with the properties of the request or message that matter;
 * the others are empty. With `data` or a `connectionId` it can reply. Middleware does not run.
 * @throws What the handler throws, or what a push that nobody awaited failed with.
 */
export function invoke<Request extends object, Result>(
  handler: (request: Request) => Result,
  request?: Partial<Request>,
): Promise<Invoked<Awaited<Result>>>;
export async function invoke(
  handler: (first: never, second: never) => unknown,
  values: Partial<HttpRequest & SocketMessage> | JobValues<unknown> = {},
): Promise<Invoked<unknown>> {
  const { pushes, transport: queues } = recordPushes();
  const { sends, socket } = recordSends();
  const transport = { ...queues, socket };
  const { user = null } = values;
  const connection = findConnection(values);
  const site = { url: "http://localhost" };
  const invocation: Invocation = {
    ...{ requestId: "test", user, hops: 0, transport, site },
    pushes: new Set(),
    ...(connection === undefined ? {} : { connection }),
  };
  const done = new AbortController();
  const args: readonly unknown[] =
    "payload" in values
      ? [values.payload, createJob(values, done.signal)]
      : [createRequest({ connectionId: connection?.id, ...values }, done.signal)];
  try {
    const result = await runInvocation(invocation, async () => {
      const returned = await handler(...(args as [never, never]));
      await settlePushes(invocation);
      return returned;
    });
    return { result, pushes, sends };
  } finally {
    done.abort();
  }
}

/** Only handlers of a socket are for a connection: others must not get to reply. */
function findConnection(values: Partial<SocketMessage>) {
  const { connectionId: id = "data" in values ? "test" : undefined } = values;
  return id === undefined ? undefined : { id, expires: 0 };
}

function createJob({ payload: _, ...values }: JobValues<unknown>, signal: AbortSignal): Job {
  return {
    jobId: "test",
    queueName: "test",
    groupId: undefined,
    sequenceNumber: undefined,
    params: {},
    queuedAt: new Date(),
    receivedCount: 1,
    signal,
    user: null,
    ...values,
  };
}

function createRequest(values: Partial<HttpRequest>, signal: AbortSignal): object {
  const { headers = {}, ...others } = values;
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const lowerCase: Record<string, string> = Object.fromEntries(names);
  return {
    body: undefined,
    cookies: {},
    params: {},
    query: {},
    requestId: "test",
    signal,
    user: null,
    get request() {
      return createWebRequest(lowerCase, values.body);
    },
    ...others,
    headers: lowerCase,
  };
}

/** For handlers that look at the Web `Request`; one whose URL or method matters is given as a value. */
function createWebRequest(headers: Record<string, string>, body: unknown): Request {
  if (body === undefined) return new Request("http://localhost/", { headers });
  return new Request("http://localhost/", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}
