/**
 * The contract between the entry module that `build/` generates into each deployment package and
 * `runtime/`, which serves it. Everything a request needs is precomputed here: nothing is parsed,
 * sorted or compiled in an invocation.
 */
import type { HttpMethod, Queue, Schedule, Socket } from "./manifest.ts";

/** A user's module, loaded on demand: one lazy chunk of the package. */
export type Load = () => Promise<ModuleNamespace>;
export type ModuleNamespace = Readonly<Record<string, unknown>>;

/** What the generated entry hands to `createHandler`. */
export interface BackendEntry {
  /** Loads `index.ts`. */
  readonly index: Load | null;
  /** Load the files of the backend, addressed by the numbers in `routes`. */
  readonly load: readonly Load[];
  /** All routes, addressed by the numbers in `tree`. */
  readonly routes: readonly RouteRow[];
  readonly tree: RouteTree;
  /** By queue name (`billing.fifo`). */
  readonly queues: Readonly<Record<string, QueueEntry>>;
  readonly socket: SocketEntry | null;
  /** By name. */
  readonly schedules: Readonly<Record<string, ScheduleEntry>>;
  /** Loads the SQS client; null in a backend without any queue, whose package has no client. */
  readonly sqs: (() => Promise<unknown>) | null;
  /** The module of the thread that serves the role of the backend's own code, if it has one. */
  readonly backendRole: () => URL;
}

/**
 * A route, as short as it can be: a backend of 500 routes carries this in its entry, and each cold start
 * parses it. `load` and `middleware` are numbers of `BackendEntry.load`.
 */
export type RouteRow = readonly [
  /** `/users/[id]` */
  path: string,
  /** What the name of its file ends with, after `api` and the path: `.ts`, `/index.ts`. */
  ending: string,
  methods: readonly HttpMethod[],
  timeoutSeconds: number,
  load: number,
  /** Outermost first. */
  middleware: readonly number[],
];

/** The part of a queue's manifest entry that the runtime acts on. */
export interface QueueEntry
  extends Pick<Queue, "file" | "fifo" | "timeoutSeconds" | "maxReceives" | "groups"> {
  readonly load: Load;
  readonly middleware: readonly Load[];
}

/** The part of the socket's manifest entry that the runtime acts on. */
export interface SocketEntry extends Pick<Socket, "file" | "timeoutSeconds"> {
  /** Loads the part of the runtime that handles its events. */
  readonly handlers: Load;
  /** Loads the clients of DynamoDB and of the WebSocket API. */
  readonly clients: () => Promise<unknown>;
  readonly load: Load;
  readonly middleware: readonly Load[];
}

/** The part of a schedule's manifest entry that the runtime acts on. */
export interface ScheduleEntry extends Pick<Schedule, "file" | "cron" | "timeoutSeconds"> {
  readonly load: Load;
  readonly middleware: readonly Load[];
}

/**
 * Routes by path segment. Matching tries `statics`, then `param`, then `rest`, at each segment, and
 * backtracks: exactly the order "static before parameter before catch-all, segment by segment".
 * Short keys, because a backend of 500 routes carries this in its entry.
 */
export interface RouteTree {
  /** Number of the route that ends here. */
  readonly route?: number;
  /** Children by literal segment. Parsed from JSON, so `__proto__` is an ordinary key: check own keys. */
  readonly statics?: Readonly<Record<string, RouteTree>>;
  /** Child for `[name]`: the names are in the path of the route that ends below. */
  readonly param?: RouteTree;
  /** Number of the route whose `[...name]` takes the remaining zero or more segments. */
  readonly rest?: number;
}
