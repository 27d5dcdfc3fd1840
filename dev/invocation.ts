import type { FunctionError } from "./function-error.ts";

/** One invocation of the function, as the local cloud asks for it and as it ends. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
  readonly traceId: string;
}

export type InvocationResult =
  | { readonly status: "success"; readonly payload: string }
  /** The handler threw, or the instance ended: `error.errorType` tells which. */
  | { readonly status: "error"; readonly error: FunctionError }
  /** All reserved concurrency is in use. */
  | { readonly status: "throttled" }
  /** Reserved concurrency is 0. */
  | { readonly status: "paused" };
