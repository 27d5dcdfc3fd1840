import type { FunctionError } from "./function-error.ts";

/** One invocation of the function, as the local cloud asks for it and as it ends. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
  readonly traceId: string;
  /**
   * By `performance.now()`: it must not begin later, as its messages could be visible again before
   * it ends. Default: it may always.
   */
  readonly beginUntil?: number;
}

export type InvocationResult =
  | { readonly status: "success"; readonly payload: string }
  /** The handler threw, or the instance ended: `error.errorType` tells which. */
  | { readonly status: "error"; readonly error: FunctionError }
  /** All reserved concurrency is in use, or it could not begin in time. */
  | { readonly status: "throttled" }
  /** Reserved concurrency is 0. */
  | { readonly status: "paused" };
