/**
 * The manifest: what a backend folder contains, as plain JSON. `build/` writes it, and everything
 * after the build (runtime, provider, dev, permissions) reads only the manifest, never the sources.
 */
export interface Manifest {
  /** Version of this format. */
  readonly version: 1;
  readonly function: FunctionSettings;
  /** The file loaded first, once (`index.ts`), relative to the backend folder. */
  readonly index: string | null;
  /** Most specific route first: the first match wins. */
  readonly routes: readonly HttpRoute[];
  /** By name. */
  readonly queues: readonly Queue[];
  /** The WebSocket API's handlers; null in a backend without any. */
  readonly socket: Socket | null;
  /** By name. */
  readonly schedules: readonly Schedule[];
}

/** What the Lambda function needs, derived from all that it handles. */
export interface FunctionSettings {
  /** Memory size in MB. Default 1,024; Lambda allows 128 to 10,240. */
  readonly memorySize: number;
  /** Timeout in seconds: min(900, 5 + the longest that one invocation may take). */
  readonly timeoutSeconds: number;
}

/** Methods a route can handle, in the order they are listed in `Allow`. */
export const HTTP_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** One file below `api/`. */
export interface HttpRoute {
  /** URL pattern: `/users/[id]`, `/files/[...path]`. */
  readonly path: string;
  /** Relative to the backend folder: `api/users/[id].ts`. */
  readonly file: string;
  /** `_middleware` files that apply, outermost first. */
  readonly middleware: readonly string[];
  /**
   * Methods the file handles itself (HEAD only if it exports `head`; the runtime answers HEAD from
   * `get` and OPTIONS on its own). A default export handles all methods, or those of `config.methods`.
   */
  readonly methods: readonly HttpMethod[];
  /** Seconds before the 504. Default 10, at most 29. */
  readonly timeoutSeconds: number;
}

/** One file below `queues/`. */
export interface Queue {
  /** `email`, `billing.fifo`. */
  readonly name: string;
  /** Relative to the backend folder: `queues/billing.fifo.ts`. */
  readonly file: string;
  readonly fifo: boolean;
  readonly middleware: readonly string[];
  /** Seconds a job may take. Default 300, at most 890 (FIFO: times batchSize at most 890). */
  readonly timeoutSeconds: number;
  /** Jobs per invocation. Default 10, FIFO 1. */
  readonly batchSize: number;
  /** Maximum batching window in seconds, 0 to 300. Default 0; FIFO always 0. */
  readonly batchWindowSeconds: number;
  /** Invocations at a time, 2 to 1,000; null: no limit of its own. */
  readonly maximumConcurrency: number | null;
  /** Receives before a message moves to the dead-letter queue. Default 5. */
  readonly maxReceives: number;
  /** Seconds before a message becomes visible, 0 to 900. Default 0. */
  readonly delaySeconds: number;
  /** Seconds SQS keeps a message. Default 14 days. */
  readonly retentionSeconds: number;
  /** True: jobs are kept, none is delivered. */
  readonly paused: boolean;
  /** FIFO: message groups of one batch one after the other, or side by side. */
  readonly groups: "sequential" | "concurrent";
}

/** The file `socket/index.ts`. */
export interface Socket {
  /** Relative to the backend folder. */
  readonly file: string;
  readonly middleware: readonly string[];
  /** Seconds a handler may take. Default 10, at most 28. */
  readonly timeoutSeconds: number;
}

/** One file below `schedules/`. */
export interface Schedule {
  /** `cleanup` */
  readonly name: string;
  /** Relative to the backend folder: `schedules/cleanup.ts`. */
  readonly file: string;
  readonly middleware: readonly string[];
  /** Five fields: `15 4 * * *`. Null: it runs by hand only. */
  readonly cron: string | null;
  /** IANA name. Default `UTC`. */
  readonly timezone: string;
  /** Seconds a run may take. Default 300 or the interval, whichever is less; at most 890. */
  readonly timeoutSeconds: number;
}
