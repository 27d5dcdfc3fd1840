/** `queues`: where backend code pushes jobs. */
import { currentInvocation } from "./context.ts";
import { HttpError } from "./errors.ts";
import type { HttpHandler, HttpRequest } from "./handlers.ts";
import type { MessageOptions } from "./message.ts";
import { push } from "./push.ts";
import { PushError } from "./push-error.ts";
import { findQueueName } from "./queue-name.ts";
import type { Queues } from "./register.ts";
import { reply } from "./reply.ts";
import type { Input, StandardSchema } from "./standard-schema.ts";

export { PushError, type PushProblem, SendError, UnawaitedPushError } from "./push-error.ts";

/** Options of a push to a standard queue. */
export interface PushOptions {
  /** Until the job is visible: seconds, or `"5m"`. Default the queue's own, at most 900. */
  readonly delay?: number | string | undefined;
  /** What the handler finds in `job.params`. */
  readonly params?: Readonly<Record<string, string>> | undefined;
}

/** Options of a push to a FIFO queue. */
export interface FifoPushOptions {
  /** Message group: its jobs run one at a time, in order. 1 to 128 letters, digits, punctuation. */
  readonly group: string;
  /** Equal jobs within 5 minutes are one: equal in this text, or, if `true`, in group and content. */
  readonly dedupe?: string | boolean | undefined;
  /** What the handler finds in `job.params`. */
  readonly params?: Readonly<Record<string, string>> | undefined;
}

/** A standard queue. */
export interface Queue<Payload> {
  /**
   * Resolves to the job ID when SQS has the message.
   * @throws PushError, before anything is sent: payload, options, or over 1 MiB. SendError from SQS.
   */
  push(payload: Payload, options?: PushOptions): Promise<string>;
  /**
   * An HTTP handler that pushes the body of a request, with the parameters of its path, and answers
   * 202 with `X-Job-Id`. For a FIFO queue the route has `[group]`, and may have `[dedupe]`.
   */
  readonly http: HttpHandler;
}

/** A FIFO queue. */
export interface FifoQueue<Payload> extends Pick<Queue<Payload>, "http"> {
  /** As `push` of a standard queue; needs a `group`. */
  push(payload: Payload, options: FifoPushOptions): Promise<string>;
}

/** A queue whose payload and kind are not known to the compiler. */
export interface AnyQueue extends Pick<Queue<unknown>, "http"> {
  /** Which options fit the queue is checked when it is called. */
  push(payload: unknown, options?: PushOptions | FifoPushOptions): Promise<string>;
}

/** What `queues` is until `.queuerun/types.d.ts` exists: the name is the message. */
export interface RunQueuerunTypes {
  /** Any queue by its name: `email`, `billing.fifo`. */
  get(name: string): AnyQueue;
  /** The queue of the file itself: `queues.self(import.meta)`. */
  self(meta: ImportMeta): AnyQueue;
}

/** All queues of the backend, by name. */
export type KnownQueues = {
  readonly [Key in keyof Queues]: QueueOf<Queues[Key]>;
} & {
  /** A queue by its full name: `billing.fifo`. */
  get<Name extends QueueName>(name: Name): KnownQueues[KeyOf<Name> & keyof Queues];
  /** The queue of the file itself: `queues.self(import.meta)`. */
  self(meta: ImportMeta): AnyQueue;
};

/** `email`, `billing.fifo` */
export type QueueName = {
  [Key in keyof Queues & string]: Queues[Key] extends { fifo: true } ? `${Key}.fifo` : Key;
}[keyof Queues & string];

type KeyOf<Name extends string> = Name extends `${infer Key}.fifo` ? Key : Name;

type QueueOf<Entry> = Entry extends { fifo: true; module: infer Module }
  ? FifoQueue<PayloadOf<Module>>
  : Entry extends { module: infer Module }
    ? Queue<PayloadOf<Module>>
    : never;

/**
 * The input of an exported `schema`, else what the handler takes first. The result is `any` so that
 * TypeScript does not look into the handler: it may push to its own queue.
 */
type PayloadOf<Module> = Module extends { schema: infer S extends StandardSchema }
  ? Input<S>
  : // biome-ignore lint/suspicious/noExplicitAny: see above
    Module extends { default: (payload: infer Payload, ...rest: any) => any }
    ? Payload
    : never;

/** The queues of the backend: `queues.email.push(payload)`. */
export const queues = new Proxy(
  { get: createQueue, self: findSelf, toString: () => "queues" },
  { get: getProperty },
) as unknown as keyof Queues extends never ? RunQueuerunTypes : KnownQueues;

function getProperty(target: object, key: string | symbol): unknown {
  if (typeof key === "symbol" || Object.hasOwn(target, key)) return Reflect.get(target, key);
  // What `await` and `JSON.stringify` ask of any object.
  return key === "then" || key === "toJSON" ? undefined : createQueue(key);
}

function createQueue(key: string): AnyQueue {
  const pushJob = (payload: unknown, options: MessageOptions = {}) =>
    push(key, payload, options, pushJob);
  return { push: pushJob, http: (request) => pushRequest(key, request) };
}

/** @param source The build writes the queue's name in place of `import.meta`; in tests it stays. */
function findSelf(source: string | ImportMeta): AnyQueue {
  if (typeof source === "string") return createQueue(source);
  const [, key] = /\/queues\/([^/]+)\.[cm]?[jt]sx?$/.exec(source.url) ?? [];
  if (key === undefined)
    throw new PushError(
      source.url,
      "queue",
      `Cannot find the queue of "${source.url}": call queues.self(import.meta) in a file of queues/`,
    );
  return createQueue(key);
}

async function pushRequest(key: string, { body, params }: HttpRequest) {
  const { group, dedupe } = params;
  // A catch-all is a list of segments.
  const strings = Object.entries(params).map(([name, value]) => [name, [value].flat().join("/")]);
  const options = { params: Object.fromEntries(strings) as Record<string, string> };
  const queue = findQueueName(key, { group }, currentInvocation()?.transport.queues);
  const isFifo = queue.endsWith(".fifo");
  try {
    const fifoOptions = { ...options, group, dedupe };
    const jobId = await push(queue, body ?? null, isFifo ? fifoOptions : options, pushRequest);
    return reply(undefined, { status: 202, headers: { "x-job-id": jobId } });
  } catch (error) {
    throw isFifo && group === undefined ? error : blameClient(error);
  }
}

/** What a client can get wrong is its mistake, not the backend's. */
function blameClient(error: unknown): unknown {
  if (!(error instanceof PushError)) return error;
  const { problem, reason } = error;
  if (problem === "size") return new HttpError(413, reason, { cause: error });
  const isClients = problem === "payload" || problem === "dedupe" || problem === "group";
  return isClients ? new HttpError(400, reason, { cause: error }) : error;
}
