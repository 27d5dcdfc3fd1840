/**
 * The invocation that the running code belongs to. All state of an invocation lives here, in
 * AsyncLocalStorage, and none in module globals: two invocations in one process never mix.
 */
import type { Site } from "./site.ts";
import type { UserId } from "./user.ts";

export interface Invocation {
  /** Lambda's request ID, or the HTTP API's. */
  readonly requestId: string;
  /** Whom it is for: of an HTTP request set once `authenticate` has said so. Travels with each push. */
  user: UserId | null;
  /** How many pushes led here: 0 for an HTTP request, n + 1 for a job pushed by an invocation of n. */
  readonly hops: number;
  /** Hops a job may have at most. Default 1,000. */
  readonly maxHops?: number | undefined;
  /** Where the backend is reached. */
  readonly site: Site;
  /** Carries messages to SQS and to connections; in tests, records them. */
  readonly transport: Transport;
  /** The WebSocket connection whose event this is. */
  readonly connection?: Connection;
  /**
   * Pushes and sends that are under way or have failed; made by the first. The runtime waits for them before
   * it answers.
   */
  pushes?: Set<PendingPush> | undefined;
  /** Takes what `reportError` is given; absent in the init phase and in tests. */
  report?(error: unknown): void;
}

export interface Transport {
  /** Names of the queues it reaches; absent where any name is taken, as in a backend's own tests. */
  readonly queues?: ReadonlySet<string>;
  /** Resolves to the message ID when SQS has accepted the message. */
  send(message: OutgoingMessage): Promise<string>;
  /** Absent in a backend without a socket. */
  readonly socket?: {
    /** URL that clients open WebSockets at. */
    readonly url: string;
    load(): Promise<SocketTransport>;
  };
}

/** A WebSocket connection whose event is being handled. */
export interface Connection {
  readonly id: string;
  /** Whose it is. */
  readonly userId?: string;
  /** When it will have ended for certain: seconds since 1970. */
  readonly expires: number;
  /** While it opens, what is sent to it collects here: nothing reaches it before. */
  readonly opening?: string[];
}

/** Who a message is for: connections by themselves, by their users, or by a channel that they are in. */
export type SocketTarget =
  | { readonly kind: "connection"; readonly connection: Connection }
  | { readonly kind: "users"; readonly userIds: readonly string[] }
  | { readonly kind: "channel"; readonly channel: string };

/** Reaches WebSocket connections. Rejects with DeliveryError; one that is gone is no error. */
export interface SocketTransport {
  /** @param from The connection whose event is being handled: if it opens, the message waits. */
  send(target: SocketTarget, text: string, from: Connection | undefined): Promise<void>;
  join(connection: Connection, channel: string): Promise<void>;
  leave(connection: Connection, channel: string): Promise<void>;
  close(connection: Connection): Promise<void>;
  isOnline(userId: string): Promise<boolean>;
}

/** A message as the SDK hands it over, in SQS's own terms. */
export interface OutgoingMessage {
  /** Queue name: `email`, `billing.fifo`. */
  readonly queue: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly delaySeconds?: number;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
}

export interface PendingPush {
  /** `send`: to WebSocket connections. */
  readonly what: "push" | "send";
  /** Settles with the push; never rejects. */
  readonly settled: Promise<void>;
  /** Set once the push has failed. */
  readonly error: Error | undefined;
  /** File, line and column of the push. */
  readonly place: string;
  /** Waits for all pushes of the invocation, as `settlePushes` does. */
  settleAll(pushes: Iterable<PendingPush>): Promise<void>;
  /** True once user code has awaited the push or attached a handler to it. */
  readonly observed: boolean;
}

// Not imported: linking an ES import of a module of Node's is felt in a cold start.
const { AsyncLocalStorage } = process.getBuiltinModule("async_hooks");
/** For code that starts many invocations; else see `runInvocation`. */
export const storage = new AsyncLocalStorage<Invocation>();

export function runInvocation<T>(invocation: Invocation, run: () => T): T {
  return storage.run(invocation, run);
}

export function currentInvocation(): Invocation | undefined {
  return storage.getStore();
}
