import { VISIBILITY_FACTOR } from "./queue-attributes.ts";

/** The limits of AWS that the local cloud keeps, and those of a laptop. Tests make them shorter. */
export interface Limits {
  /** Init phase on demand, in seconds: Lambda then starts it again inside the first invocation. */
  readonly initSeconds: number;
  /** Seconds after which an instance without requests ends. Lambda does not say; minutes. */
  readonly idleSeconds: number;
  /** Most instances when no concurrency is reserved: further requests wait for one. */
  readonly instances: number;
  /** Instances that start at a time: more would only slow each other down. */
  readonly startsAtOnce: number;
  /** Batches at a time of a queue without `maximumConcurrency`, to begin with: as AWS. */
  readonly concurrentBatches: number;
  /** Times the function's timeout that a received message stays invisible: what AWS asks for. */
  readonly visibilityFactor: number;
  /** Seconds an HTTP API waits for the function. */
  readonly integrationSeconds: number;
  /** Seconds a client may take to send its request. */
  readonly requestSeconds: number;
  /** Seconds a WebSocket API waits for the function. */
  readonly socketIntegrationSeconds: number;
  /** Seconds without a frame in either direction after which a WebSocket is closed. */
  readonly socketIdleSeconds: number;
  /** Seconds after which a WebSocket is closed in any case. */
  readonly socketLifetimeSeconds: number;
}

export const DEFAULT_LIMITS: Limits = {
  initSeconds: 10,
  idleSeconds: 300,
  instances: 50,
  startsAtOnce: 2,
  concurrentBatches: 5,
  visibilityFactor: VISIBILITY_FACTOR,
  integrationSeconds: 30,
  requestSeconds: 30,
  socketIntegrationSeconds: 29,
  socketIdleSeconds: 600,
  socketLifetimeSeconds: 7200,
};

/**
 * Event or result of a synchronous invocation: 6 MB.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_EVENT_BYTES = 6_291_456;
/** What Lambda's own message names for results: 6 MB and room for its frame. */
export const MAX_RESULT_BYTES = 6_291_556;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const MAX_REQUEST_BYTES = 10_485_760;
/** Request line and header values together. Same page. */
export const MAX_HEADER_BYTES = 10_240;

/**
 * Of a WebSocket, in both directions; a larger message or frame closes it with 1009.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const MAX_MESSAGE_BYTES = 131_072;
export const MAX_FRAME_BYTES = 32_768;
/** Characters of the URL of a WebSocket API. Same page. */
export const MAX_SOCKET_URL = 4_096;

/** What waits for a client that does not read, beyond what the system's own buffers take. */
export const MAX_UNREAD_BYTES = 1_048_576;
/** Messages of one WebSocket that are handled at a time: until one is done, no more are read. */
export const MAX_MESSAGES_AT_ONCE = 100;
